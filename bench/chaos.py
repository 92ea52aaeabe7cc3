"""`./run bench chaos`: server, worker and database are killed while people save; nothing may be lost."""

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import psycopg

from bench import chaos_clients as clients
from bench import chaos_facts as facts
from bench import city
from bench.browser import Browser, Hung
from bench.machine import PROC, children_of, described
from bench.mail_sink import Sink, mail_sink
from bench.people import Person, a_ward, staff
from bench.serving import free_port
from naung.access.policy import Role
from naung.config.demo import CITY_MADE
from naung.config.serving import program
from naung.core.ids import new_id

KINDS = ("web", "web_process", "worker", "database", "backend")
CASES = 40
STALLED_SECONDS = "3"
BACK_SECONDS = 60
QUIET_SECONDS = 60
PAUSES = (0.1, 1.2)  # how long everything may run before the next kill
WRONG = ("lost", "doubled", "half", "faults", "left_behind", "mails_lost", "mails_waiting", "trace")
CLOSE = """
from naung.config.cli import django_ready
django_ready()
from naung.config.tracing import sealed_head
from naung.duties.jobs import deliver
deliver(0)
sealed_head()
"""
DOING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"


@dataclass(frozen=True)
class Plan:
    """How much is killed, and how many save meanwhile."""

    kills: int
    clients: int
    seed: int
    cases: int = CASES


@dataclass(frozen=True)
class Office:
    """A demo city that runs by the demo's own command, which starts again whatever ends by itself."""

    data: Path
    port: int
    keeper: int
    owner_url: str
    password: str
    mails: Sink

    def pids(self, kind: str) -> list[int]:
        """The processes of one kind that run now; none while they come and go."""
        try:
            return self._database(kind) if kind in {"database", "backend"} else self._programs(kind)
        except (OSError, ValueError, IndexError):
            return []

    def _programs(self, kind: str) -> list[int]:
        named = "naung worker" if kind == "worker" else "granian"
        found = [pid for pid in children_of(self.keeper) if named in _command(pid)]
        return found if kind != "web_process" else [child for pid in found for child in children_of(pid)]

    def _database(self, kind: str) -> list[int]:
        server = int((self.data / "pg" / "postmaster.pid").read_text().split()[0])
        if kind == "database":
            return [server] if "postgres" in _command(server) else []
        return [pid for pid in children_of(server) if "naung_app" in _command(pid)]

    def left_behind(self) -> int:
        """How many web processes go on at its port although whoever kept them is gone."""
        kept = {self.keeper, *self.pids("web"), *self.pids("web_process")}
        ours = [int(one.name) for one in PROC.iterdir() if one.name.isdecimal()]
        return sum(f"--port {self.port} " in _command(pid) and pid not in kept and _parent(pid) == 1 for pid in ours)

    def answers(self) -> bool:
        """Whether a page with something of the database on it comes, and the worker is there."""
        try:
            with Browser(self.port) as browser, psycopg.connect(self.owner_url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
                return browser.get("/lapor/").status == 200 and bool(self.pids("worker"))
        except (OSError, Hung, psycopg.OperationalError, ValueError):
            return False


def _parent(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def office(data: Path, cases: int) -> Iterator[Office]:
    """Made from nothing, with some cases where some are wanted, and run by the demo's own command."""
    shutil.rmtree(data, ignore_errors=True)
    home = city._prepare(data)  # noqa: SLF001
    password = (data / "demo-password").read_text()
    (data / CITY_MADE).touch()
    try:
        if cases:
            city._run("setup")  # noqa: SLF001
            city._run("simulate", "--bulk", "--cases", str(cases), "--seed", "1")  # noqa: SLF001
        port = free_port()
        with mail_sink() as mails, (data / "demo.log").open("ab") as log:
            demo = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "naung.config.demo", "--port", str(port), "--data", str(data)],
                env=_environment(mails), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            try:
                here = Office(data, port, demo.pid, os.environ["DATABASE_OWNER_URL"], password, mails)
                _until(here.answers, BACK_SECONDS, f"The office does not open: {data / 'demo.log'} says why.")
                _give_addresses()
                yield here
            finally:
                demo.send_signal(signal.SIGINT)
                demo.wait(60)
    finally:
        home.close()


def _give_addresses() -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(city.ADDRESSES)


def _environment(mails: Sink) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NAUNG_", "DATABASE_"))}
    own["NAUNG_PUBLIC_REPORTS_HOUR"] = os.environ["NAUNG_PUBLIC_REPORTS_HOUR"]  # all reporters share one address
    return own | _mail_settings(mails) | {"NAUNG_STALLED_SECONDS": STALLED_SECONDS}


def _mail_settings(mails: Sink) -> dict[str, str]:
    return {"NAUNG_MAIL_HOST": "127.0.0.1", "NAUNG_MAIL_PORT": str(mails.port)}


def _until(what: Callable[[], bool], seconds: float, otherwise: str) -> float:
    begun = time.monotonic()
    while not what():
        if time.monotonic() - begun > seconds:
            raise SystemExit(otherwise)
        time.sleep(0.05)
    return time.monotonic() - begun


def run(plan: Plan, here: Office) -> dict[str, Any]:
    """Kill, and then compare what was answered with what is there."""
    before = facts.half(here.owner_url)
    ledger, stop = clients.Ledger(a_ward()), threading.Event()
    threads = [threading.Thread(target=work, daemon=True) for work in _people(plan, here, ledger, stop)]
    for thread in threads:
        thread.start()
    killed, recovery = _kill(plan, here)
    stop.set()
    for thread in threads:
        thread.join(2 * BACK_SECONDS)
    _settle(here)
    trace = _closed(here)
    lost, doubled = facts.compared(here.owner_url, ledger.saves)
    after = facts.half(here.owner_url)
    mails = facts.mails(here.owner_url, here.mails.came())
    half = {name: len(found - before[name]) for name, found in after.items() if found - before[name]}
    took = sorted(recovery)
    return {
        "seed": plan.seed, "kills": dict(killed), "clients": plan.clients,
        "saved": dict(Counter(save.kind for save in ledger.saves)),
        "sent_again": sum(save.attempts > 1 for save in ledger.saves),
        "lost": [asdict(save) for save in lost] + _drafts_lost(here, ledger),
        "doubled": [asdict(save) for save in doubled], "half": half, "faults": ledger.faults,
        "left_behind": here.left_behind(), **mails, "trace": trace,
        "recovery_median_s": round(statistics.median(took), 2),
        "recovery_p95_s": round(took[min(len(took) - 1, int(len(took) * 0.95))], 2),
    }  # fmt: skip


def _people(plan: Plan, here: Office, ledger: clients.Ledger, stop: threading.Event) -> Iterator[Callable[[], None]]:
    for place in range(plan.clients):
        role, tasks = _tasks(plan)[place % len(_tasks(plan))]
        person = _somebody(here, role) if role else None
        client = clients.Client(here.port, person, here.password, ledger, stop)
        yield lambda client=client, tasks=tasks: client.work(tasks)  # type: ignore[misc]


def _tasks(plan: Plan) -> list[tuple[Role | None, list[Callable[[clients.Client], None]]]]:
    visiting = [(Role.SOCIAL_WORKER, [clients.visit])] if plan.cases else []
    return [
        (None, [clients.public_report]), (Role.INTAKE, [clients.office_report]), (Role.INTAKE, [clients.decision]),
        *visiting,
    ]  # fmt: skip


ANYBODY = """
    SELECT account.id, account.username FROM teams_membership m JOIN teams_user account ON account.id = m.user_id
     WHERE m.role = %s AND account.is_active ORDER BY account.username LIMIT 1
"""


def _somebody(here: Office, role: Role) -> Person:
    if role == Role.SOCIAL_WORKER:
        return staff(role, 1)[0]
    with psycopg.connect(here.owner_url) as connection:
        row = connection.execute(ANYBODY, [role]).fetchone()
    assert row is not None  # noqa: S101
    return Person(row[0], row[1], None)


def _kill(plan: Plan, here: Office) -> tuple[Counter[str], list[float]]:
    """One kind after the other in a random order, each at a random moment."""
    chance = random.Random(plan.seed)  # noqa: S311 - to be done again in the same way
    order = [kind for _ in range(-(-plan.kills // len(KINDS))) for kind in chance.sample(KINDS, len(KINDS))]
    killed: Counter[str] = Counter()
    recovery = []
    for kind in order[: plan.kills]:
        time.sleep(chance.uniform(*PAUSES))
        _until(lambda kind=kind: bool(here.pids(kind)), BACK_SECONDS, f"Nothing to kill: {kind} does not run.")  # type: ignore[misc]
        victim = chance.choice(here.pids(kind) or here.pids("database"))
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed[kind] += 1
        _until(lambda victim=victim: not _command(victim), 10, "A killed process goes on.")  # type: ignore[misc]
        said = f"The office is not back after {BACK_SECONDS} s: {kind} was killed (seed {plan.seed})."
        recovery.append(_until(here.answers, BACK_SECONDS, said))
    return killed, recovery


def _settle(here: Office) -> None:
    """Wait until the worker has done what was broken off, and web processes without a keeper have answered and gone."""
    end = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < end and here.left_behind():
        time.sleep(0.2)
    with psycopg.connect(here.owner_url, autocommit=True) as connection:
        while time.monotonic() < end and connection.execute(DOING).fetchone() != (0,):
            time.sleep(0.2)


def _closed(here: Office) -> list[str]:
    """Send and seal what still waits; every fault that `naung audit verify` then finds in the trace."""
    env = os.environ | _mail_settings(here.mails)
    subprocess.run([sys.executable, "-c", CLOSE], env=env, stdin=subprocess.DEVNULL, check=True)  # noqa: S603
    command = [program("naung"), "audit", "verify", "--json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603
    verdict = json.loads(done.stdout)
    return [fault["text"] for fault in verdict["faults"]] + ["Nothing is sealed."] * (not verdict["sealed"])


def _drafts_lost(here: Office, ledger: clients.Ledger) -> list[dict[str, object]]:
    """Of the drafts that were not sent each must be read again as it was left."""
    lost: list[dict[str, object]] = []
    for draft, (username, mark) in list(ledger.drafts.items())[-20:]:
        client = clients.Client(here.port, Person(new_id(), username, None), here.password, ledger, threading.Event())
        if mark not in client.page(f"/laporan/baru/{draft}/"):
            lost.append({"kind": "draft", "mark": draft})
        client.close()
    return lost


def whole(found: dict[str, Any]) -> bool:
    """Whether nothing was lost, doubled or left half, and nobody goes on whom nobody keeps."""
    return not any(found[name] for name in WRONG)


@click.command()
@click.option("--kills", default=100, show_default=True, help="How often something is killed.")
@click.option("--clients", "people", default=8, show_default=True, help="How many people save meanwhile.")
@click.option("--seed", default=None, type=int, help="The same kills in the same order; else by chance.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER / "chaos", help="Folder of the city.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def chaos(kills: int, people: int, seed: int | None, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """Kill server, worker and database at random while people save: what was answered must be there, once, whole."""
    plan = Plan(kills, people, random.randrange(10**6) if seed is None else seed)  # noqa: S311
    city.say(f"Seed {plan.seed}")
    with office(data.absolute(), plan.cases) as here:
        found = {"machine": described(), **run(plan, here)}
    click.echo(json.dumps(found, indent=2) if as_json else "\n".join(f"{name}: {told}" for name, told in found.items()))
    if not whole(found):
        raise SystemExit(1)
