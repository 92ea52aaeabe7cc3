"""Giving something of a child to somebody outside the office."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Disclosure
from naung.cases.queries import cases
from naung.cases.queries.consent import hindrance
from naung.cases.rules.consent import PURPOSES, RECIPIENTS
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.formats import local


@atomic
def share_information(
    *, by: Actor, case_id: UUID, purpose: str, recipient: str, name: str, what: str, now: datetime
) -> Disclosure:
    """Record what is handed to another agency, for what; refused unless that was agreed to, or a ground stands.

    UU 27/2022 art. 20 to 22; consent taken back, expired or refused stands against it.
    """
    case = cases.locked(by, case_id)
    require(by, P.CASE_WORK, case)
    if purpose not in PURPOSES or recipient not in RECIPIENTS:
        raise Refused(_("Pilih dari daftar."))
    empty = next((field for field, text in (("name", name), ("what", what)) if not text.strip()), None)
    if empty:
        raise Refused(_("Bagian ini perlu diisi."), field=empty)
    why = hindrance(by, case, purpose, recipient, local(now).date())
    if why:
        raise NotAllowedNow(why)
    assert by.id is not None  # noqa: S101 - a person holds this role
    given = Disclosure.objects.create(
        case=case, purpose=purpose, recipient=recipient, name=name.strip(), what=what.strip(), at=now, by_id=by.id
    )
    audit.record(by=by, event="information.shared", about=case, at=now, purpose=purpose, recipient=recipient)
    return given
