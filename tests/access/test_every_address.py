"""Every address × everybody of the cast × a record that is there × one that is not: a wall without a gap.

The addresses come from the URL configuration itself: a new one whose arguments nobody told here makes the
first test fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import Actor, clock
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import permits
from naung.cases import operations
from naung.cases.models import Case, CaseFile
from naung.cases.operations import chronology, contact, danger, safety
from naung.cases.operations.legal import ask_social_report
from naung.cases.rules.contact import VisitFacts
from naung.core.ids import new_id
from naung.duties.models import OutboxMessage
from naung.files import operations as files
from naung.files.queries.received import from_form
from naung.intake.models import Report, Reporter, ReportFile
from naung.intake.operations import file_report, save_draft
from naung.intake.rules import AllegedFacts, Caregiver, FiledChild, Filing, ReporterFacts
from naung.people.operations import CaregiverFacts, add_caregiver, propose_pair
from naung.places.operations import set_up_code_lists
from naung.prevention.models import Outreach, RolloutPlan
from naung.prevention.operations import sessions_day, sessions_files
from naung.prevention.operations.signs import note_signs
from naung.privacy import operations as privacy
from naung.privacy.models import Term
from naung.privacy.operations import ask_erasure, place_hold
from naung.privacy.rules.breaches import Whom
from naung.privacy.rules.requests import Asker, Identity, Kind
from naung.teams import reauth
from naung.teams.models import Absence, Membership, Organisation, Shift, User
from naung.teams.operations import give_role
from tests.access.lines import LINES, NOTHING_THERE
from tests.access.public import PUBLIC
from tests.cases import work_stories
from tests.cases.stories import a_case, doing, triaged
from tests.files.samples import picture
from tests.prevention.attendance_stories import absent, sent
from tests.prevention.stories import a_session
from tests.scene import MONDAY, PASSWORD, Scene
from tests.trace import Entry

NOW = MONDAY + timedelta(hours=4)
NOBODY = "nobody"
NOTED = "Tersedu-sedu ketika bel pulang."
LISTED = "Kusumawardhani"
ASK_FOR_NOTHING = ("Rina", NOBODY)  # who ask for records that do not exist

# Who may be told that the record is there. Everybody else must not find it.
INSIDE = {"Lina", "Rina", "Sari"}  # ask first: an address that does not take a method is asked no more
PARTS = {"Lina", "Rina", "Toni", "Hadi", NOBODY}  # ask also for parts of pages, as htmx does
TEAM = {"Sari", "Rina", "Budi"}
NUMBER_ONLY = {"Hadi", "Ratna"}  # see case numbers and due dates of the whole office, never a name
TRACE = {"Dodi"}  # reads who opened what, by number
DESK = {"Lina"}
SORTED_BY = {"Lina", "Rina"}  # the triaged report lies with Rina; Lina handled it a moment ago

# Arguments that are no record's id.
WORDS: dict[str, tuple[object, ...]] = {
    "step": ("1", "akhir"), "sequence": (1,), "pk": (1,), "number": (1,), "kind": ("pengasuh", "rumah", "saudara"),
    "part": ("alleged", "reporter", "nik", "kk"), "document": ("fpp", "trg"), "key": ("tidak-ada",), "uidb36": ("1",),
    "provider_id": ("kantor",),
    "name": ("layanan", "bahaya"), "code": ("PSI",), "form": ("note", "tidak-ada"),
    "set_code": ("MURID_SD", "GURU"),
    "paper": ("ktr", "lpk", "lpm", "tanda-terima", "surat", "lain"), "rule": ("EMERGENCY", "tidak-ada"),
    "token": ("tidak-ada",), "letter": ("undangan", "laporan", "tidak-ada"),
}  # fmt: skip

# Records that every colleague may know of: people and teams of the office. Whoever may not manage them gets 403.
COLLEAGUES = {
    "user_id", "team_id", "membership_id", "absence_id", "shift_id", "message_id", "organisation_id", "proposal_id",
    "place_id", "plan_id",
    "session_id", "commitment_id",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One address of the configuration and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    @property
    def about_somebody(self) -> bool:
        """Whether the address names a child's case or a report."""
        return bool({"case_id", "report_id", "draft_id", "junk_id"} & set(self.arguments))


@dataclass
class World:
    """A case of Barat with everything on it, a report at the desk, a draft of Lina's, and what must not leak."""

    ids: dict[str, object]
    desk: Report
    sorted: Report
    numbers: tuple[str, ...]
    secrets: tuple[str, ...] = (
        "Zulaikha", "kolong", "Mariamah", "0811777", "Burhanudin", "Pelapornya", "0812888", "gudang ikan",
        "Gudang ikan",
    )  # fmt: skip
    reporter: tuple[str, ...] = ("Pelapornya", "0812888")
    records: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    signed_in: dict[str, str] = field(default_factory=dict)


def addresses() -> list[Address]:
    """Everything that the URL configuration answers."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: Any, space: str, before: tuple[str, ...]) -> Iterator[Address]:
    for entry in patterns:
        here = (*before, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space, here)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", here)


@pytest.fixture
def world(scene: Scene, monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(reauth, "is_fresh", lambda _request: True)  # so that what lies behind the password answers
    _newcomers(scene)
    case, ids = _case(scene)
    desk, waiting = _reports(scene)
    ids |= _files(scene, case, desk) | {"request_id": _asked(scene, case)}
    draft_id = new_id()
    with acting_as(scene.actor("Lina", NOW)) as lina:
        save_draft(by=lina, draft_id=draft_id, fields={"happened": ["Di kolong jembatan"]}, now=NOW)
    ids |= (
        {"draft_id": draft_id, "junk_id": desk.junk_id, "pupil_id": _watched(scene)}
        | _office(scene)
        | _one_child(scene, case)
    )
    with acting_as(scene.actor("Rina", NOW)):
        numbers = (case.number, *Report.objects.values_list("number", flat=True))
    made = World(ids, desk, waiting, (*numbers, desk.number))
    made.records = {"case": case, "desk": desk, "sorted": waiting}
    for name, user in scene.users.items():
        made.actors[name] = scene.actor(name, NOW)
        made.clients[name] = Client(raise_request_exception=False)
        made.clients[name].force_login(user)
        made.signed_in[name] = made.clients[name].cookies.output(header="", sep=";")
    made.clients[NOBODY], made.signed_in[NOBODY] = Client(raise_request_exception=False), ""
    return made


def _newcomers(scene: Scene) -> None:
    """The functions that the cast leaves open."""
    with acting_as(scene.actor("Ayu", NOW)):
        for name, role in (("Guru", Role.SCHOOL), ("Mitra", Role.PARTNER), ("Analis", Role.ANALYST)):
            user = User.objects.create_user(name.lower(), PASSWORD, name=name, created_at=MONDAY)
            scene.users[name] = user
            Membership.objects.create(user=user, role=role, office=scene.office, from_at=MONDAY)


def _watched(scene: Scene) -> object:
    """A teacher's own note and list of absent pupils, which nobody else finds."""
    sent(scene, absent(LISTED), who="Guru", now=NOW)
    return doing(
        scene, "Guru", note_signs, codes=["T02"], day=NOW.date(), label="Q.7", remark=NOTED,
        now=NOW,
    ).pk  # fmt: skip


def _case(scene: Scene) -> tuple[Case, dict[str, object]]:
    case = work_stories.ready(scene, companions=("Budi",), name="Zulaikha Kencana")
    work_stories.assessed(scene, case, f3A=2)
    work_stories.approved(scene, case)
    work_stories.started(scene, case)
    draft = work_stories.planned(scene, case, "3A")
    on_it: dict[str, Any] = {"case_id": case.pk}
    story = doing(scene, "Sari", chronology.write_narrative, **on_it, text="Tidur di kolong.", at=MONDAY)
    seen = VisitFacts(kind="RUMAH", at=MONDAY, child_seen=True, child_words="Aku tidur di kolong.")
    visit = doing(scene, "Sari", contact.record_visit, **on_it, visit=seen)
    flag = doing(scene, "Sari", danger.raise_danger_flag, **on_it, code="B08", note="Diancam di gudang ikan")
    consent = doing(
        scene, "Sari", safety.record_consent, **on_it, kind="CAREGIVER", given=True, words="Mariamah setuju."
    )
    duty = doing(scene, "Sari", ask_social_report, **on_it, asked_at=MONDAY, asked_by="Polres")
    mother = CaregiverFacts(name="Mariamah", relation="IBU")
    caregiver = doing(scene, "Sari", add_caregiver, child_id=case.child_id, facts=mother)
    with acting_as(scene.actor("Sari", NOW)):
        goal = draft.goals.filter(actions__isnull=False).distinct()[0]
        ids = {
            "case_id": case.pk, "narrative_id": story.pk, "visit_id": visit.pk, "flag_id": flag.pk,
            "consent_id": consent.pk, "duty_id": duty.pk, "member_id": caregiver.pk, "goal_id": goal.pk,
            "action_id": goal.actions.all()[0].pk,
            "entry_id": Entry.objects.filter(about_id=case.pk)[0].pk,
            "grant_id": Grant.objects.get(record_id=case.pk, user_id=scene.id("Budi")).pk,
        }  # fmt: skip
    return case, ids


def _one_child(scene: Scene, case: Case) -> dict[str, object]:
    """Another record, which may be the same child; and two records that were merged."""
    ended = a_case(scene, name="Zulaikha K.")
    facts = operations.ClosingFacts(way="TTK", reason="Tidak terbukti.")
    doing(scene, "Rina", operations.close_case, case_id=ended.pk, closing=facts)
    other = a_case(scene, name="Kencana Zulaikha")
    pair = doing(scene, "Rina", propose_pair, child_id=case.child_id, other_id=other.child_id)
    made = doing(
        scene, "Rina", operations.merge_children, kept_id=other.child_id, merged_id=ended.child_id, reason="Kencana."
    )
    return {"pair_id": pair.pk, "merge_id": made.pk, **_erasing(scene)}


def _erasing(scene: Scene) -> dict[str, object]:
    """A child that somebody asked to erase, and whose record a court needs."""
    ended = a_case(scene, name="Zulaikha S.")
    facts = operations.ClosingFacts(way="TTK", reason="Tidak terbukti.")
    doing(scene, "Rina", operations.close_case, case_id=ended.pk, closing=facts)
    asked = doing(scene, "Dodi", ask_erasure, number=ended.number, basis="ASKED", reason="Diminta.")
    until = (MONDAY + timedelta(days=400)).date()
    held = doing(scene, "Hadi", place_hold, number=ended.number, reason="Sidang.", until=until)
    with acting_as(clock([scene.office.pk])):
        due = {"due_date": until, "number": ended.number, "office_id": scene.office.pk}
        term = Term.objects.create(id=ended.child_id, **due)
    return {"erasure_id": asked.pk, "hold_id": held.pk, "term_id": term.pk, **_breach(scene, ended)}


def _breach(scene: Scene, case: Case) -> dict[str, object]:
    """A breach of data protection, and a child whose guardian is to be told."""
    told = privacy.Told(
        what="Gawai hilang.", consequences="Terbaca.", measures="Dikunci.", contact="Dodi", kinds=("D2",), people=1,
        happened_at=None, known_at=MONDAY,
    )  # fmt: skip
    breach = doing(scene, "Ayu", privacy.record_breach, told=told)
    person = doing(
        scene,
        "Dodi",
        privacy.list_person,
        breach_id=breach.pk,
        whom=Whom.CHILD,
        number=case.number,
        person="Kuasa Hukum",
    )
    return {"breach_id": breach.pk, "person_id": person.pk}


def _reports(scene: Scene) -> tuple[Report, Report]:
    told = Filing(
        happened="Anak tidur di kolong jembatan.", channel="TEL", secrecy="RAHASIA",
        children=(FiledChild(name="Zulaikha Kencana", caregivers=(Caregiver(name="Mariamah", phone="081177700011"),)),),
        reporter=ReporterFacts(name="Pelapornya", phone="081288800022"),
        alleged=AllegedFacts(name="Burhanudin", relation="AYH"),
    )  # fmt: skip
    with acting_as(scene.actor("Lina", NOW)) as lina:
        (desk,) = file_report(by=lina, filing=told, now=NOW)
        desk.group_id = desk.pk  # as if it had come through the public form
        desk.junk_id = desk.pk  # and been closed with others
        desk.outcome_at = NOW
        desk.store("group_id", "junk_id", "outcome_at")
    waiting = triaged(scene, name="Zulaikha Kencana")
    with acting_as(scene.actor("Rina", NOW)):
        Reporter.objects.create(report=waiting, details={"name": "Pelapornya", "phone": "0812888"})
    return desk, waiting


def _asked(scene: Scene, case: Case) -> object:
    """A request about the child's data, by somebody with a letter of authority."""
    asked = privacy.Asked(case.number, Kind.COPY, Asker.REPRESENTATIVE, "Kuasa Hukum", Identity.LETTER, MONDAY)
    return doing(scene, "Dodi", privacy.receive_request, NOW, asked=asked).pk


def _files(scene: Scene, case: Case, desk: Report) -> dict[str, object]:
    """A photo on the case, one on the report at the desk, and a file that Sari is sending."""
    sent = from_form("kolong.jpg", picture())
    photo = {"described": "Gudang ikan", "sent": sent}
    on_case = doing(scene, "Sari", files.add_file, NOW, model=CaseFile, parent_id=case.pk, **photo)
    on_report = doing(scene, "Lina", files.add_file, NOW, model=ReportFile, parent_id=desk.pk, **photo)
    begun = doing(scene, "Sari", files.begin_upload, NOW, length=10)
    return {"case_file_id": on_case.pk, "report_file_id": on_report.pk, "upload_id": begun.pk}


def _office(scene: Scene) -> dict[str, object]:
    with acting_as(scene.actor("Rina", NOW)):
        day = MONDAY.date()
        shift = Shift.objects.create(
            office=scene.office, from_at=NOW, until_at=NOW + timedelta(hours=8), first=scene.users["Sari"]
        )
        absence = Absence.objects.create(user=scene.users["Sari"], from_date=day, until_date=day)
        membership = Membership.objects.get(user=scene.users["Sari"])
        school = Organisation.objects.create(kind="SCHOOL", name="SDN 900 Latihan")
        Outreach.objects.create(school=school, since=MONDAY, code="BCDFGH")
        plan = RolloutPlan.objects.create(
            office=scene.office, made_at=MONDAY, made_by_id=scene.id("Rina"), from_month=day, months=1, per_team=4,
            per_session=200, reached=0, first_come=0, optimal=True,
        )  # fmt: skip
        message = OutboxMessage.objects.create(
            channel="EMAIL", user_id=scene.id("Sari"), kind="case.assigned", once="failed", created_at=MONDAY,
            next_at=MONDAY, failed_at=MONDAY, failure="NO_ADDRESS",
        )  # fmt: skip
    doing(scene, "Ayu", set_up_code_lists)
    proposal = doing(
        scene, "Ayu", give_role, user_id=scene.id("Budi"), role=Role.SOCIAL_WORKER,
        team_id=scene.teams["barat"].pk, reason="Lulus sertifikasi",
    )  # fmt: skip
    return {
        "user_id": scene.id("Sari"), "team_id": scene.teams["barat"].pk, "membership_id": membership.pk,
        "shift_id": shift.pk, "absence_id": absence.pk,
        "organisation_id": school.pk, "place_id": school.pk, "plan_id": plan.pk,
        "message_id": message.pk, "proposal_id": proposal.pk,
        **_prevention(scene),
    }  # fmt: skip


def _prevention(scene: Scene) -> dict[str, object]:
    session = a_session(scene, at=NOW - timedelta(hours=1))
    promise = {"text": "Memasang kotak aduan", "function": "Guru BK", "due_date": MONDAY.date()}
    commitment = doing(scene, "Sari", sessions_day.add_commitment, session_id=session.pk, **promise)
    photo = doing(
        scene, "Sari", sessions_files.add_session_file, NOW, session_id=session.pk, kind="PHOTO", confirmed="NO_FACE",
        sent=from_form("", picture()), described="Papan tulis",
    )  # fmt: skip
    return {"session_id": session.pk, "session_file_id": photo.pk, "commitment_id": commitment.pk}


def filled(address: Address, world: World, *, there: bool) -> list[tuple[str, str]]:
    """The address with its arguments, and which record it is about."""
    found: list[dict[str, object]] = [{}]
    for name in address.arguments:
        values: tuple[object, ...]
        if name in WORDS:
            values = WORDS[name]
        elif not there:
            values = (uuid4(),)
        else:
            values = (world.desk.pk, world.sorted.pk) if name == "report_id" else (world.ids[name],)
        found = [known | {name: value} for known in found for value in values]
    made = []
    for known in found:
        about = (
            "desk"
            if known.get("report_id") == world.desk.pk or "junk_id" in known
            else "sorted"
            if "report_id" in known
            else ""
        )
        made.append((reverse(address.name, kwargs=known), about or ("draft" if "draft_id" in known else "case")))
    return made


def seers(about: str) -> set[str]:
    """Who may know that a record is there."""
    return {"case": TEAM | NUMBER_ONLY, "desk": DESK, "sorted": SORTED_BY, "draft": set()}[about] | NUMBER_ONLY


def judged(world: World, who: str, address: Address, about: str, answer: Any, *, there: bool) -> Iterator[str]:
    """What is wrong with an answer."""
    code = answer.status_code
    if code >= 500:
        yield "failed"
    if who == NOBODY and address.name not in PUBLIC and code != 405 and not _sent_to_sign_in(answer):
        yield "answered somebody who is not signed in"
    if who != NOBODY and address.name in LINES:
        yield from _against_the_matrix(world, who, address, about, answer, there=there)
    strange = not there or who not in seers(about)
    if who != NOBODY and address.about_somebody and about != "draft" and strange and code not in (404, 405):
        yield "is there for somebody who may not see it"
    yield from _leaks(world, who, answer.content.decode(errors="replace"))


def _against_the_matrix(
    world: World, who: str, address: Address, about: str, answer: Any, *, there: bool
) -> Iterator[str]:
    """Refused, or not found, for whoever lacks what the address asks; open to whoever holds it and asks to see."""
    code, holds = answer.status_code, _holds(world, who, address, about)
    if not holds and code not in (403, 404, 405):
        yield "lets somebody in who lacks what it asks"
    closed = code == 403 or (code == 404 and address.name not in NOTHING_THERE)
    if holds and there and closed and answer.wsgi_request.method == "GET":
        yield "shuts out somebody who holds what it asks"


def _holds(world: World, who: str, address: Address, about: str) -> bool:
    """Whether somebody holds one of the permissions that the address asks, on the record if it names one."""
    needed, actor = LINES[address.name], world.actors[who]
    if not address.about_somebody or about == "draft":
        return not needed or bool(needed & actor.may)
    record = world.records[about]
    return permits(actor, P.READ_D1, record) and any(permits(actor, permission, record) for permission in needed)


def _sent_to_sign_in(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(reverse(configured.LOGIN_URL)))


def _leaks(world: World, who: str, page: str) -> Iterator[str]:
    hidden = world.reporter if who in TEAM | DESK else world.secrets
    if who != "Guru":
        hidden += (NOTED, LISTED)
    if who not in TEAM | DESK | NUMBER_ONLY | TRACE:
        hidden += world.numbers
    yield from (f"says {word}" for word in hidden if word in page)


Asked = tuple[str, str, Address, str, bool, Any]


def asked(world: World) -> Iterator[Asked]:
    """Every answer, with who asked what."""
    for address in addresses():
        for there in (True, False) if set(address.arguments) - WORDS.keys() else (True,):
            people = [who for who in world.clients if there or who in ASK_FOR_NOTHING]
            for url, about in filled(address, world, there=there):
                for method in ("get", "post"):
                    for who, answer in _answers(world, address, method, url, people):
                        yield who, method, address, about, there, answer


def _answers(world: World, address: Address, method: str, url: str, people: list[str]) -> Iterator[tuple[str, Any]]:
    """What these people are told. A method that an address does not take is asked once, not by everybody."""
    for who in sorted(people, key=INSIDE.__contains__, reverse=True):
        answer = ask(world, who, method, url)
        yield who, answer
        if answer.status_code == 405:
            return
        if who in PARTS and ":" in address.name:
            yield who, ask(world, who, method, url, part=True)


def ask(world: World, who: str, method: str, url: str, *, part: bool = False) -> Any:
    """One request by somebody freshly signed in, for a page or a part of it; what it changed is undone."""
    client = world.clients[who]
    client.cookies = SimpleCookie(world.signed_in[who])
    with transaction.atomic():
        answer = getattr(client, method)(url, headers={"HX-Request": "true"} if part else {})
        transaction.set_rollback(True)
    return answer


def test_everybody_who_asks_for_any_address_learns_only_what_is_hers(world: World) -> None:
    wrong = [
        f"{who} {method} {address.name} {about} there={there}: {answer.status_code} {problem}"
        for who, method, address, about, there, answer in asked(world)
        for problem in judged(world, who, address, about, answer, there=there)
    ]

    assert not wrong, "\n".join(wrong)


def test_every_address_has_its_line() -> None:
    ours = {address.name for address in addresses() if ":" in address.name} - PUBLIC

    assert ours - LINES.keys() == set(), "without a line in tests/access/lines.py"
    assert LINES.keys() - ours == set(), "no longer an address"


def test_every_argument_of_every_address_is_known_here(world: World) -> None:
    unknown = {
        a.name: a.arguments for a in addresses() if set(a.arguments) - WORDS.keys() - world.ids.keys() - {"report_id"}
    }

    assert not unknown
