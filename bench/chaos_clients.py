"""Eight people who save without pause while everything beneath them is killed; each writes down what was answered."""

import re
import secrets
import string
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.browser import Answer, Browser, Hung, fields_of, sign_in
from bench.people import Person
from bench.scenarios import STORY
from naung.core.ids import new_id

LOST = (OSError, Hung, ValueError)  # no answer, or one that was cut off
PAUSE_SECONDS = 0.1
PATIENCE_SECONDS = 60
SHEET = {"known_child_checked": "on", "staff_answer": "NO", "age_estimate": 9, "where_now": "RUMAH"}


@dataclass(frozen=True)
class Save:
    """One thing that somebody saved: its kind and the mark by which it is found again."""

    kind: str
    mark: str
    attempts: int
    seconds: float


@dataclass
class Ledger:
    """What the server said that it has. Several clients write into it."""

    ward: object
    saves: list[Save] = field(default_factory=list)
    drafts: dict[str, tuple[str, str]] = field(default_factory=dict)  # draft → who wrote it and what it said last
    faults: list[str] = field(default_factory=list)


class GaveUp(Exception):
    """The office did not come back, or refused what it should take."""


@dataclass
class Client:
    """One person at one browser, who sends the same form again until there is an answer."""

    port: int
    person: Person | None
    password: str
    ledger: Ledger
    stop: threading.Event
    browser: Browser | None = None

    def work(self, tasks: list[Callable[["Client"], None]]) -> None:
        """Do one task after the other until it is time to stop."""
        try:
            while not self.stop.is_set():
                for task in tasks:
                    task(self)
        except Exception as error:  # noqa: BLE001 - shown by the thread that waits
            self.ledger.faults.append(f"{type(error).__name__}: {error}")
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self.browser is not None:
            self.browser.close()

    def page(self, path: str) -> str:
        """A page, asked for until it comes."""
        return self._until(lambda browser: browser.get(path), lambda answer: answer.status == 200, path)[0].text

    def send(
        self, kind: str, mark: str, path: str, fields: Mapping[str, object], taken: Callable[[Answer], bool]
    ) -> None:
        """Send a form until it is taken, and note it."""
        begun = time.monotonic()
        _, attempts = self._until(lambda browser: browser.post(path, fields), taken, path)
        self.ledger.saves.append(Save(kind, mark, attempts, time.monotonic() - begun))

    def _until(self, ask: Callable[[Browser], Answer], good: Callable[[Answer], bool], path: str) -> tuple[Answer, int]:
        end, attempts = time.monotonic() + PATIENCE_SECONDS, 0
        while True:
            attempts += 1
            status, said, told = 0, "", ""
            try:
                answer = ask(self._signed_in())
                if _asks_who(answer):
                    self.close()
                    self.browser = None
                elif good(answer):
                    return answer, attempts
                status, said, told = answer.status, answer.text, answer.headers.get("location", "")
            except LOST:
                self.close()  # the same session, over a new connection
            if (status and status < 500 and self.browser) or time.monotonic() > end:
                raise GaveUp(f"{path} answered {status} after {attempts} attempts: {told} {_told(said)}")
            time.sleep(PAUSE_SECONDS)

    def _signed_in(self) -> Browser:
        if self.browser is None:
            self.browser = self._begin()
        return self.browser

    def _begin(self) -> Browser:
        if self.person is not None:
            try:
                return sign_in(self.port, self.person.username, self.password)
            except RuntimeError as error:
                raise Hung from error
        browser = Browser(self.port)
        try:
            browser.page("/lapor/")
        except (*LOST, RuntimeError) as error:
            browser.close()
            raise Hung from error
        return browser


def _asks_who(answer: Answer) -> bool:
    return answer.status == 302 and "/akun/login/" in answer.headers.get("location", "")


def _told(page: str) -> str:
    """The words of a page that say what is wrong."""
    found = re.findall(
        r'class="(?:[a-z-]*error[a-z-]*|notice[a-z -]*|warning[a-z -]*)"[^>]*>(.*?)</(?:div|p|ul|section)>', page, re.S
    )
    return " ".join(re.sub("<[^>]+>", " ", " ".join(found)).split())[:400]


def _sent(answer: Answer) -> bool:
    return answer.status == 302


def _drafted(answer: Answer) -> bool:
    return answer.status == 200


def public_report(client: Client) -> None:
    """Somebody tells without an account."""
    mark = _name()
    fields = {
        "at": 2, "send": 1, "happened": STORY, "happened_when": "kemarin", "child_name": mark, "age": 9, "sex": "P",
        "alleged": "paman yang tinggal serumah", "secrecy": "ANON", "token": secrets.token_urlsafe(24),
        "B04": "YES",  # of a danger people are told by mail
    }  # fmt: skip
    client.send("report", mark, "/lapor/", fields, lambda answer: "Laporan terkirim" in answer.text)


def office_report(client: Client) -> None:
    """A call is written down: kept as a draft first, then sent."""
    mark, draft = _name(), str(new_id())
    path = f"/laporan/baru/{draft}/"
    fields = fields_of(client.page(path), "happened") | {
        "channel": "TEL", "happened": STORY, "happened_when": "kemarin", "place": "RMH", "ward": client.ledger.ward,
        "alleged_name": "Paman Ujang", "alleged_access": "YES", "reporter_type": "TET", "reporter_name": "Ibu Rahma",
        "secrecy": "RAHASIA", "B01": "NO", "child0-name": mark, "child0-age_estimate": 9, "child0-sex": "P",
    }  # fmt: skip
    client.send("draft", draft, path + "simpan/", fields, _drafted)
    client.send("report", mark, path, fields | {"send": 1}, _sent)
    unsent = str(new_id())
    path = f"/laporan/baru/{unsent}/"
    client.send("draft", unsent, path + "simpan/", fields | {"child0-name": mark + " Draf"}, _drafted)
    client.ledger.drafts[unsent] = (client.person.username if client.person else "", mark + " Draf")


def decision(client: Client) -> None:
    """A report is written down, sorted and ended without a case."""
    draft = str(new_id())
    path = f"/laporan/baru/{draft}/"
    fields = fields_of(client.page(path), "happened") | {
        "channel": "TEL", "happened": STORY, "child0-name": _name(), "child0-age_estimate": 9, "secrecy": "ANON",
        "send": 1, "B01": "NO",
    }  # fmt: skip
    client.send("report", str(fields["child0-name"]), path, fields, _sent)
    report = f"/laporan/{draft}/"
    page = client.page(report)
    sheet = fields_of(page, "known_child_checked") | SHEET | {f"B{number:02}": "NO" for number in range(1, 12)}
    client.send("sheet", draft, report + "simpan/", sheet, _sent)
    version = fields_of(client.page(report), "known_child_checked")["version"]
    client.send("triage", draft, report + "akhiri/", {"version": version}, _done)
    client.send("outcome", draft, report + "putusan/", {"outcome": "ADVICE_ONLY", "reason": "Cukup nasihat."}, _done)


def _done(answer: Answer) -> bool:
    """Taken; or, after an answer that was lost, refused because it was done already."""
    return answer.status in {302, 409}


def visit(client: Client) -> None:
    """A visit is written down."""
    assert client.person is not None  # noqa: S101
    path = f"/kasus/{secrets.choice(client.person.cases)}/kunjungan/"
    mark = str(new_id())
    fields = fields_of(client.page(path), "visit_id") | {
        "visit_id": mark, "child_seen": "yes", "seen_alone": "yes", "safe": "YES", "stable": "yes",
        "child_words": "Aku sudah bisa tidur nyenyak.", "observed": "Rumah tenang.", "agreed": "Minggu depan.",
    }  # fmt: skip
    client.send("visit", mark, path, fields, _sent)


def _name() -> str:
    """A name that nobody else has: letters only, because the form asks again about a name with digits."""
    return "Anak " + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12)).capitalize()
