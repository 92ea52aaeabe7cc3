"""`./run bench web`: the pages that people use most, on many cases, beside yardsticks of the same run."""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click

from bench import city
from bench.browser import Browser, Hung, sign_in
from bench.load import Speed, Step, drive, middle
from bench.machine import busy, described
from bench.people import Person, staff
from bench.scenarios import BY_SIZE, LIST, SCENARIOS, STORY, Ask, Scenario, Script, nobody
from bench.serving import Served, served

USERS = 8
SMALL = 10_000
HUNG_UP = 100
QUIET_SECONDS = 30
ROUND = 1_000_000  # counts of one round never meet those of another
INSERT = {"channel": "WA", "happened": STORY, "child_name": "Dewi", "reporter": "Ibu guru"}


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    cases: int
    folder: Path
    seconds: float
    rounds: int
    pages: tuple[str, ...] = ()

    @property
    def scenarios(self) -> list[Scenario]:
        """The pages to measure: the named ones, or all."""
        return [one for one in SCENARIOS if not self.pages or one.name in self.pages]


def measure(plan: Plan) -> dict[str, Any]:
    """The whole run: the large city with everything, then a smaller one for what must not depend on size."""
    machine = {**described(), "before": busy()}
    large = _in_own_process(_large, plan)
    grown = tuple(one.name for one in plan.scenarios if one.name in BY_SIZE)
    if not grown or plan.cases <= SMALL:
        return {"machine": machine, "plan": _told(plan), **large}
    small = _in_own_process(_small, replace(plan, cases=SMALL, pages=grown))
    return {"machine": machine, "plan": _told(plan), **large, "small": {"cases": SMALL, **small}}


def _told(plan: Plan) -> dict[str, object]:
    return {"cases": plan.cases, "users": USERS, "seconds": plan.seconds, "rounds": plan.rounds, "web_processes": 2}


def _in_own_process(work: Callable[[Plan], dict[str, Any]], plan: Plan) -> dict[str, Any]:
    """Each city has settings of its own, and Django reads them once in a process."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_send_result, args=(work, plan, theirs))
    process.start()
    theirs.close()
    try:
        found: dict[str, Any] = ours.recv()
    except EOFError:
        raise SystemExit("The measurement broke off: see above.") from None
    finally:
        process.join()
    return found


def _send_result(work: Callable[[Plan], dict[str, Any]], plan: Plan, result: Connection) -> None:
    result.send(work(plan))


def _large(plan: Plan) -> dict[str, Any]:
    with city.opened(plan.folder, plan.cases) as here:
        city.say(f"Measuring {plan.cases:,} cases")
        _django()
        with served(here) as running:
            at_rest = running.memory()
            city.settle()
            pages = _pages(plan, running, here)
            return {
                "memory": {"at_rest": at_rest, "after_load": running.memory()},
                "pages": pages,
                "hung_up": _hang_up(running, here),
            }


def _small(plan: Plan) -> dict[str, Any]:
    with city.opened(plan.folder, plan.cases) as here:
        city.say(f"Measuring {plan.cases:,} cases")
        _django()
        with served(here) as running:
            city.settle()
            return {"pages": _pages(plan, running, here)}


def _django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "naung.config.settings"
    django.setup()


def _pages(plan: Plan, running: Served, here: city.City) -> dict[str, Any]:
    """Queries first, then the rounds: in each round every page and every yardstick once, in the same order."""
    from bench.counting import bare_sql, count

    chosen = plan.scenarios
    people = {role: staff(role, USERS) for role in {LIST.role, *(one.role for one in chosen)} if role}
    public = [nobody()] * USERS
    counted = {one.name: count(one, people[one.role] if one.role else public) for one in chosen}
    browsers = {role: [sign_in(running.port, p.username, here.password) for p in some] for role, some in people.items()}
    steps = {one.name: _steps(one, running.port, browsers, people, public) for one in chosen}
    sticks = _yardsticks(running, browsers, people)
    speeds: dict[str, list[Speed]] = {}
    bare: dict[str, list[Speed]] = {}
    for number in range(plan.rounds):
        begun = (number + 1) * ROUND
        for name, (users, good) in (steps | sticks).items():
            speeds.setdefault(name, []).append(drive(users, good, plan.seconds, begun))
        for one in chosen:
            if one.reads:
                heard = counted[one.name].heard
                url = os.environ["DATABASE_URL"]
                bare.setdefault(one.name, []).append(bare_sql(heard, url, USERS, plan.seconds / 2))
    return {
        "scenarios": {
            one.name: {
                "title": one.title,
                **middle(speeds[one.name]).asdict(),
                "queries": [counted[one.name].fewest, counted[one.name].most],
                "savepoints": counted[one.name].savepoints,
                "page_kb": round(counted[one.name].size / 1000, 1),
                **({"bare_sql": middle(bare[one.name]).asdict()} if one.reads else {}),
            }
            for one in chosen
        },
        "yardsticks": {name: middle(speeds[name]).asdict() for name in sticks},
    }


def _steps(
    one: Scenario, port: int, browsers: dict[Any, list[Browser]], people: dict[Any, list[Person]], public: list[Person]
) -> tuple[list[Step], frozenset[int]]:
    """The users of one scenario, each with a session and a connection of its own."""
    users = []
    for place in range(USERS):
        browser = browsers[one.role][place] if one.role else Browser(port)
        person = people[one.role][place] if one.role else public[place]
        users.append(_step(browser, one.script(browser, person)))
    return users, one.good


def _step(browser: Browser, script: Script) -> Step:
    def step(count: int) -> int:
        ask = script(count)
        answer = browser.get(ask.path) if ask.fields is None else browser.post(ask.path, ask.fields)
        return answer.status

    return step


def _yardsticks(
    running: Served, browsers: dict[Any, list[Browser]], people: dict[Any, list[Person]]
) -> dict[str, tuple[list[Step], frozenset[int]]]:
    """The plain view of the same fifty cases, the bare insert, and the client with nothing to wait for."""
    role = LIST.role
    plain = [
        _step(Browser(running.yardstick, dict(browser.cookies)), _always(f"/cases?level=HIGH&team={person.team_id}"))
        for browser, person in zip(browsers[role], people[role], strict=True)
    ]
    insert = [_step(Browser(running.yardstick), _always("/insert", INSERT)) for _ in range(USERS)]
    nothing = [_step(Browser(running.yardstick), _always("/nothing")) for _ in range(USERS)]
    return {
        "plain_view": (plain, frozenset({200})),
        "bare_insert": (insert, frozenset({201})),
        "client": (nothing, frozenset({200})),
    }


def _always(path: str, fields: dict[str, object] | None = None) -> Script:
    return lambda _: Ask(path, fields)


def _hang_up(running: Served, here: city.City) -> dict[str, object]:
    """A hundred clients ask for a list and go: before the answer, or with a part of it read."""
    from bench.counting import wait_until_quiet

    assert LIST.role  # noqa: S101
    person = staff(LIST.role, 1)[0]
    cookies = sign_in(running.port, person.username, here.password).cookies
    for number in range(HUNG_UP):
        browser = Browser(running.port, dict(cookies))
        whole = browser.head("GET", "/kasus/?level=HIGH")
        browser.open().sendall(whole if number % 3 else whole[:60])
        if number % 3 == 2:
            browser.open().recv(200)
        browser.close()
    left = wait_until_quiet(os.environ["DATABASE_OWNER_URL"], QUIET_SECONDS)
    return {"clients": HUNG_UP, "open_transactions": left, "answers_after": _answers(running.port, cookies)}


def _answers(port: int, cookies: dict[str, str]) -> bool:
    """Whether as many pages as there are connections still come, none waiting for a lost one."""
    try:
        speed = drive(
            [_step(Browser(port, dict(cookies)), _always("/kasus/?level=HIGH")) for _ in range(2 * USERS)],
            frozenset({200}), 1, 0,
        )  # fmt: skip
    except (OSError, Hung):
        return False
    return speed.failed == 0


@click.command()
@click.option("--cases", default=100_000, show_default=True, help="How many cases the city has.")
@click.option("--seconds", default=4.0, show_default=True, help="How long each page is asked for in a round.")
@click.option("--rounds", default=3, show_default=True, help="How often; the median round counts.")
@click.option("--page", "pages", multiple=True, type=click.Choice([one.name for one in SCENARIOS]), help="Only these.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
def web(cases: int, seconds: float, rounds: int, pages: tuple[str, ...], data: Path, as_json: bool) -> None:  # noqa: FBT001
    """The pages on many cases, with 8 users at once. Nothing is asserted; goals stand beside the figures."""
    from bench.report import as_text, with_goals

    begun = time.monotonic()
    found = with_goals(measure(Plan(cases, data, seconds, rounds, pages)))
    found["machine"]["after"] = busy()
    found["took_seconds"] = round(time.monotonic() - begun)
    click.echo(as_text(found, as_json=as_json))
