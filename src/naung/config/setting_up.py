"""`naung setup`: bring this installation up to date, as often as one likes."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from naung.access import rls
from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.policy import Role
from naung.config.backup import erasing
from naung.core import masters
from naung.core.errors import Refused
from naung.core.masters import master_name
from naung.core.models import DataKey
from naung.duties.operations import start_holidays
from naung.people.operations import index_missing
from naung.places.operations import set_up_areas, set_up_code_lists
from naung.privacy.models import Erasure, ErasureState
from naung.teams.models import Membership, User
from naung.teams.operations import found_office, open_administrator, reset_factors, staff_training_office
from naung.teams.queries import office_ids
from naung.teams.queries.accounts import who_may_confirm
from naung.teams.queries.people import current

TRAINING_TEAMS = 3
ENOUGH = 2  # one proposes a role, the other confirms it


def set_up() -> Iterator[str]:
    """Tables, walls and rights by the owner; then code lists, areas, holidays and the office by the operator."""
    if _pending():
        _migrate()
    else:
        rls.apply("owner")  # the matrix may have changed without a migration
    _refuse_another_key()
    erase_again()
    yield "Tables, rights and walls are up to date."
    now = timezone.now()
    with acting_as(operator([])) as by:
        yield str(set_up_code_lists(by=by, now=now))
        yield str(set_up_areas(by=by, now=now))
        this_year = now.astimezone(settings.CITY.zone).year
        yield str(start_holidays(by=by, years=range(this_year - 2, this_year + 3), now=now))
        found_office(by=by, now=now, companion_teams=TRAINING_TEAMS if settings.TRAINING_DATA else None)
        if settings.TRAINING_DATA and (password := os.environ.get("NAUNG_DEMO_PASSWORD")):
            staff_training_office(by=by, now=now, password=password)
    if count := index_missing(operator([])):
        yield f"{count} records of children can be found now."
    yield "The office is set up."


def first_account(username: str, name: str) -> str:
    """An administrator, until the office has two people who can confirm a role; gives back the first password."""
    now = timezone.now()
    with acting_as(operator(office_ids())) as by:
        administrators = current(Membership.objects.filter(role=Role.ADMIN, user__is_active=True), now)
        if administrators.exists() and who_may_confirm(now).count() >= ENOUGH:
            raise SystemExit("The office has its administrators already: they open the other accounts.")
        try:
            user, password = open_administrator(by=by, username=username, name=name, now=now)
        except Refused as error:
            raise SystemExit(str(error)) from None
    return f"{user.username} may sign in with the password {password} and should change it at once."


def without_factors(username: str) -> str:
    """Somebody locked out by a lost telephone sets up a new second factor at her next sign-in."""
    user_id = User.objects.filter(username=username.lower(), is_active=True).values_list("pk", flat=True).first()
    if user_id is None:
        raise SystemExit(f"Nobody signs in as {username}.")
    with acting_as(operator(office_ids())) as by:
        user = reset_factors(by=by, user_id=user_id, now=timezone.now())
    return f"{user.username} has no second factor now, and no session; the next sign-in asks for a new one."


def _migrate() -> None:
    """Each step of an update is one transaction; one that fails leaves the tables as they were before it."""
    try:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise SystemExit(
            f"An update of the tables failed ({type(error).__name__}); that step was undone, and all data are as "
            "before it. Leave server and worker stopped and go back to the version before, or report this. "
            "`./run naung manage migrate --database owner` shows where it fails."
        ) from None


def _refuse_another_key() -> None:
    """A key that opens nothing here must not begin to seal: that is the wrong key, or a new one for a lost one."""
    known = set(DataKey.objects.using("owner").values_list("master", flat=True).distinct())
    if known and master_name(masters.current()) not in known:
        raise SystemExit(
            "The master key opens nothing of what is sealed in this database: "
            "give the right one in NAUNG_MASTER_KEY_FILE, or put the copy you keep back as master.key in NAUNG_DATA."
        )


def erase_again() -> None:
    """What the erasure list names is erased here too: an erasing that was broken off, or a table that came later."""
    path = settings.ERASED_LIST
    if not path.exists() and not Erasure.objects.using("owner").filter(state=ErasureState.DONE).exists():
        erasing.begin(path)
    if path.exists():
        with transaction.atomic(using="owner"):
            connections["owner"].ensure_connection()
            erasing.replay(connections["owner"].connection, path)
        erasing.throw_away(connections["owner"].connection, Path(settings.FILES_DIR))


def _pending() -> bool:
    """Whether any migration waits; each one ends with writing the walls anew."""
    executor = MigrationExecutor(connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
