"""Where to go next, and the plan that spreads sessions over teams and months."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.prevention.forms import rollout as forms
from naung.prevention.queries.rollout_next import next_places
from naung.prevention.views.rollout import PER_PAGE, who


@never_cache
@require_safe
def next_up(request: HttpRequest) -> HttpResponse:
    """The places that wait, in the order in which they should come, each with its reasons."""
    require(who(request), P.ROLLOUT_MANAGE)
    form = forms.Board(request.GET)
    asked = form.asked()
    page = Paginator(next_places(asked, timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    told = {name: request.GET[name] for name in ("jenis", "district", "form") if request.GET.get(name)}
    context: dict[str, Any] = {
        "form": form, "asked": asked, "page": page, "query": urlencode(told), "weights": weights(),
    }  # fmt: skip
    return render(request, "prevention/rollout_next.html", context)


def weights() -> list[tuple[str, str]]:
    """What counts, and how much, in words."""
    told = settings.CITY.rollout.weights
    names = {
        "never": _("belum pernah dijangkau"), "size": _("banyak murid"), "waiting": _("lama sejak sesi terakhir"),
        "reports": _("laporan per murid tinggi"), "need": _("kebutuhan kecamatan"),
    }  # fmt: skip
    return [(names[name], str(told[name])) for name in names]
