"""A connection of the pool never carries somebody over, however a transaction ended; and nothing is shown late."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory

from naung.access import acting
from naung.access.acting import acting_as, widened
from naung.access.actors import Actor
from naung.cases.models import Case
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.teams.middleware import StreamedAnswerError
from tests.access import odd_pages
from tests.access.test_walls import make_case
from tests.scene import Scene, build

NAMES = [acting.USER, acting.UNITS, acting.MAY, acting.WIDENED] + [
    acting.setting(permission, scope) for permission in acting.READING for scope in acting.Scope
]


def left_over() -> list[tuple[str, str]]:
    """What the connection at hand knows of somebody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name, true) FROM unnest(%s::text[]) AS name", [NAMES])
        return [(name, value) for name, value in cursor.fetchall() if value]


@pytest.fixture
def committed(transactional_db: None) -> Iterator[tuple[Scene, Case]]:
    """The cast and one case of Barat, on the server: other connections see them."""
    scene = build()
    yield scene, make_case(scene, "Sari", "barat")
    connection.close()


def ends_well(actor: Actor, _case: Case) -> None:
    with acting_as(actor):
        Case.objects.count()


def raises(actor: Actor, case: Case) -> None:
    with suppress(ValueError), acting_as(actor), widened([case.pk]):
        raise ValueError


def breaks(actor: Actor, case: Case) -> None:
    with suppress(DatabaseError), acting_as(actor), widened([case.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def undoes(actor: Actor, _case: Case) -> None:
    with acting_as(actor):
        transaction.set_rollback(True)


def breaks_inside(actor: Actor, case: Case) -> None:
    """A broken part of a transaction that goes on."""
    with acting_as(actor):
        with suppress(DatabaseError), acting_as(actor), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        Case.objects.filter(pk=case.pk).count()


def is_cut_off(actor: Actor, _case: Case) -> None:
    """The server ends the session in the middle."""
    with suppress(DatabaseError), acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


ENDINGS: list[Callable[[Actor, Case], None]] = [ends_well, raises, breaks, undoes, breaks_inside]


def test_nobody_is_left_on_a_pooled_connection_however_many_threads_use_it(
    committed: tuple[Scene, Case],
) -> None:
    scene, case = committed
    actors = [scene.actor(name) for name in ("Rina", "Sari", "Toni", "Ratna")]
    sessions: Counter[int] = Counter()

    def work(seed: int) -> list[tuple[str, str]]:
        dice = random.Random(seed)
        found: list[Any] = []
        for _ in range(20):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                sessions[cursor.fetchone()[0]] += 1
            found += left_over() + [("cases", str(n)) for n in [Case.objects.count()] if n]
            (is_cut_off if dice.random() < 0.05 else dice.choice(ENDINGS))(dice.choice(actors), case)
            connection.close()  # back to the pool
        return found

    with ThreadPoolExecutor(configured.THREADS) as threads:
        assert [one for found in threads.map(work, range(configured.THREADS)) for one in found] == []
    assert max(sessions.values()) > 1, "no connection was used twice"


def test_after_each_ending_the_same_connection_knows_nobody(committed: tuple[Scene, Case]) -> None:
    scene, case = committed
    for ending in ENDINGS:
        ending(scene.actor("Rina"), case)

        assert left_over() == [], ending
        assert acting.current() is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_after_each_ending_inside_another_ones_work_the_other_goes_on_as_before(
    scene: Scene, ending: Callable[[Actor, Case], None]
) -> None:
    case, toni = make_case(scene, "Sari", "barat"), scene.actor("Toni")
    with acting_as(toni):
        before = left_over()
        ending(scene.actor("Rina"), case)
        assert left_over() == before
        assert acting.current() == toni
        assert Case.objects.count() == 0


def test_widening_ends_also_when_what_was_done_inside_is_refused(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Toni")):
        with suppress(ValueError), widened([case.pk]):
            assert Case.objects.count() == 1
            raise ValueError
        assert Case.objects.count() == 0


def test_a_refusal_inside_an_operation_that_widens_is_told_as_it_is(scene: Scene) -> None:
    """An operation inside another has no savepoint: its refusal breaks the whole, and nothing more may be said then."""
    case = make_case(scene, "Sari", "barat")

    @atomic
    def refuse() -> None:
        raise Refused(Text("Tidak.", "No."))

    @atomic
    def whole() -> None:
        with widened([case.pk]):
            refuse()

    with acting_as(scene.actor("Toni")):
        with pytest.raises(Refused):
            whole()
        assert Case.objects.count() == 0


class TestPages:
    @pytest.fixture
    def rina(self, committed: tuple[Scene, Case], settings: Any) -> Client:
        settings.ROOT_URLCONF = "tests.access.odd_pages"
        client = Client(raise_request_exception=False)
        client.force_login(committed[0].users["Rina"])
        return client

    def test_a_page_that_is_rendered_late_is_rendered_as_the_person_who_asked(self, rina: Client) -> None:
        assert rina.get("/odd/late/").content == b"1 cases"
        assert Client().get("/odd/late/").content == b"0 cases"

    def test_a_streamed_page_is_refused(self, rina: Client) -> None:
        answer = rina.get("/odd/streamed/")

        assert answer.status_code == 500
        with pytest.raises(StreamedAnswerError):
            Client().get("/odd/streamed/")

    def test_past_the_refusal_a_stream_is_empty(self, committed: tuple[Scene, Case]) -> None:
        with acting_as(committed[0].actor("Rina")):
            answer: Any = odd_pages.streamed(RequestFactory().get("/"))
        assert list(answer.streaming_content) == []

    def test_whoever_asks_after_any_page_gets_only_what_is_hers(self, rina: Client) -> None:
        for page in odd_pages.ODD:
            rina.get(f"/odd/{page.__name__}/")

            assert left_over() == [], page
            assert Client().get("/odd/now/").content == b"0 cases"
            assert rina.get("/odd/now/").content == b"1 cases"
