"""An operation happens wholly or not at all, with every operation inside it."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from naung.access.acting import acting_as
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.teams.models import User
from tests.scene import Scene


@atomic
def rename(who: str, name: str, *, refuse: bool = False) -> None:
    User.objects.filter(username=who).update(name=name)
    if refuse:
        raise Refused(name)


@atomic
def rename_both(*, refuse: bool = False) -> None:
    rename("sari", "Sari Baru")
    rename("budi", "Budi Baru", refuse=refuse)


@atomic
def rename_whatever_happens() -> None:
    try:
        rename_both(refuse=True)
    except Refused:
        rename("rina", "Rina Baru")


def names() -> set[str]:
    return set(User.objects.filter(name__endswith="Baru").values_list("username", flat=True))


def test_what_is_refused_inside_undoes_the_whole_and_the_page_goes_on(scene: Scene) -> None:
    with acting_as(scene.actor("Sari")):
        with pytest.raises(Refused):
            rename_both(refuse=True)
        assert names() == set()

        rename_both()
        assert names() == {"sari", "budi"}


def test_only_the_outermost_has_a_savepoint(scene: Scene) -> None:
    with acting_as(scene.actor("Sari")), CaptureQueriesContext(connection) as asked:
        rename_both()

    assert [query["sql"].split(" ")[0] for query in asked] == ["SAVEPOINT", "UPDATE", "UPDATE", "RELEASE"]


def test_whoever_goes_on_after_a_refusal_inside_needs_a_savepoint_and_is_told_so(scene: Scene) -> None:
    with acting_as(scene.actor("Sari")), transaction.atomic():
        with pytest.raises(TransactionManagementError):
            rename_whatever_happens()
        assert names() == set()
