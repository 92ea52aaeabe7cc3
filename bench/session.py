"""`./run bench session`: whether the office still works while a whole school answers its quiz from one address."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bench import city
from bench.browser import Browser, sign_in
from bench.load import Speed, speed_of
from bench.machine import busy, described
from bench.people import staff
from bench.report import as_document, goal_lines, least, most
from bench.scenarios import SCENARIOS
from bench.serving import Served, served
from bench.web import SMALL, _django

OFFICE = ("today", "list", "case")  # what colleagues open meanwhile
EACH = 2  # of each of these so many colleagues
PAUSE = 0.5  # how long somebody looks at a page before she opens the next
PHONES_AT_ONCE = 64
ANSWERED = 200


@dataclass(frozen=True)
class Heard:
    """What came of the phones."""

    sent: int
    taken: int
    kept: int
    slowest_ms: float


def measure(cases: int, folder: Path, answers: int, seconds: float) -> dict[str, Any]:
    """The same colleagues for the same time, first alone, then while the phones of a school answer."""
    machine = {**described(), "before": busy()}
    with city.opened(folder, cases) as here:
        _django()
        with served(here) as running:
            city.settle()
            idle, _ = _round(running, here, seconds, 0, "")
            code = _open_a_session()
            loaded, heard = _round(running, here, seconds, answers, code)
            kept = _kept(code)
    result = Heard(answers, heard[0], kept, heard[1])
    ratio = loaded.p95_ms / idle.p95_ms
    goals = [most("p95 of the office with the quiz against without", ratio, 1.5), least("answers kept", kept, answers)]
    return {
        "machine": machine, "cases": cases, "seconds": seconds, "idle": idle.asdict(), "with_quiz": loaded.asdict(),
        "phones": asdict(result), "p95_ratio": round(ratio, 3), "goals": [asdict(goal) for goal in goals],
    }  # fmt: skip


def _open_a_session() -> str:
    """An awareness session of today whose quiz takes answers."""
    from django.utils import timezone

    from naung.access.acting import acting_as
    from naung.access.actors import operator
    from naung.access.policy import Role
    from naung.core.ids import READABLE
    from naung.prevention.models import AwarenessSession
    from naung.prevention.operations.quiz import open_phase
    from naung.teams.models import Organisation, User
    from naung.teams.queries import actor_of, office

    now, person = timezone.now(), staff(Role.SUPERVISOR, 1)[0]
    with acting_as(operator([])):
        school = Organisation.objects.create(kind="SCHOOL", name="SD Pengukuran", form="SD")
        code = READABLE[:6]  # the measured database is a copy of this run's own
        session = AwarenessSession.objects.create(
            code=code, office=office(), kind="SOS", title="Pengukuran", school=school, audiences=["PUPILS"],
            from_at=now, until_at=now + timedelta(hours=1), planned_by_id=person.id,
        )  # fmt: skip
    with acting_as(actor_of(User.objects.get(pk=person.id), now)) as speaker:
        open_phase(by=speaker, session_id=session.pk, phase="BEFORE", now=now)
    return code


def _kept(code: str) -> int:
    from naung.prevention.models import QuizAnswer

    return QuizAnswer.objects.filter(session__code=code).count()


def _round(
    running: Served, here: city.City, seconds: float, answers: int, code: str
) -> tuple[Speed, tuple[int, float]]:
    """So long the colleagues work; so many phones answer evenly within that time."""
    with _office(running, here) as took:
        begun = time.perf_counter()
        heard = _phones(running.port, code, answers, seconds) if answers else (0, 0.0)
        time.sleep(max(0.0, begun + seconds - time.perf_counter()))
        elapsed = time.perf_counter() - begun
    return speed_of([one for one, _ in took], elapsed, sum(not good for _, good in took)), heard


@contextmanager
def _office(running: Served, here: city.City) -> Iterator[list[tuple[float, bool]]]:
    """Colleagues who open a page, look at it and open the next, until the end."""
    took: list[tuple[float, bool]] = []
    over = threading.Event()
    steps = []
    for one in SCENARIOS:
        for person in staff(one.role, EACH) if one.role and one.name in OFFICE else ():
            browser = sign_in(running.port, person.username, here.password)
            steps.append((browser, one.script(browser, person), one.good))
    threads = [threading.Thread(target=_works, args=(*step, over, took), daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    yield took
    over.set()
    for thread in threads:
        thread.join()


def _works(browser: Browser, script: Any, good: frozenset[int], over: threading.Event, took: list[Any]) -> None:
    count = 0
    while not over.wait(PAUSE):
        start = time.perf_counter()
        status = browser.get(script(count).path).status
        took.append((time.perf_counter() - start, status in good))
        count += 1


def _phones(port: int, code: str, answers: int, seconds: float) -> tuple[int, float]:
    """Each phone opens the page and sends its answers; says how many were taken and how long the slowest waited."""
    begun = time.perf_counter()

    def phone(number: int) -> tuple[bool, float]:
        time.sleep(max(0.0, begun + seconds * number / answers - time.perf_counter()))
        start = time.perf_counter()
        with Browser(port) as browser:
            page = browser.page(f"/k/{code}")
            made = page.split('name="made" value="')[1].split('"')[0]
            told = {"phase": "BEFORE", "untuk": "MURID_SD", "made": made, "send": "1", "q0": number % 3}
            answer = browser.post(f"/k/{code}", told)
        return answer.status == ANSWERED, time.perf_counter() - start

    with ThreadPoolExecutor(PHONES_AT_ONCE) as pool:
        found = list(pool.map(phone, range(answers)))
    return sum(good for good, _ in found), round(max(took for _, took in found) * 1000, 1)


@click.command()
@click.option("--cases", default=SMALL, show_default=True, help="How many cases the city has.")
@click.option("--answers", default=200, show_default=True, help="How many phones answer.")
@click.option("--seconds", default=120.0, show_default=True, help="Within how long.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
def session(cases: int, answers: int, seconds: float, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """The office's pages while a school answers a quiz from one address. Nothing is asserted; goals stand beside."""
    found = measure(cases, data, answers, seconds)
    found["machine"]["after"] = busy()
    click.echo(as_document(found) if as_json else "\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    phones = found["phones"]
    yield f"{found['cases']:,} cases, {found['seconds']:g} s each; {phones['sent']} phones from one address"
    for title, speed in (("the office alone", found["idle"]), ("with the quiz", found["with_quiz"])):
        yield f"  {title}: median {speed['median_ms']} ms, p95 {speed['p95_ms']} ms, {speed['failed']} failed"
    yield f"  phones: {phones['taken']} taken, {phones['kept']} kept, the slowest {phones['slowest_ms']} ms"
    yield from goal_lines(found)
    yield str(found["machine"])
