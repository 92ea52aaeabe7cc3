"""What Naung's pages are compared with."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from bench.yardstick.models import Note
from naung.cases.models import Case
from naung.core.ids import new_id, new_number

SHOWN = 50


@decorator_from_middleware(SessionMiddleware)
@decorator_from_middleware(AuthenticationMiddleware)
@login_required
@transaction.atomic
def cases(request: HttpRequest) -> HttpResponse:
    """Fifty open cases of one team at one level with their children: session, sign-in, one transaction."""
    found = Case.objects.filter(team_id=request.GET["team"], level=request.GET["level"], closed_at=None)
    rows = found.select_related("child", "child__ward").order_by("-registered_at")[:SHOWN]
    return render(request, "cases.html", {"cases": rows})


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row, and nothing else."""
    note = Note.objects.create(
        id=new_id(),
        number=new_number(),
        channel=request.POST["channel"],
        received_at=timezone.now(),
        happened=request.POST["happened"],
        child_name=request.POST["child_name"],
        reporter=request.POST["reporter"],
    )
    return JsonResponse({"number": note.number}, status=201)
