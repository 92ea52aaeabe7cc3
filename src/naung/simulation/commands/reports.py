"""The course of a report: told, taken in, opened, triaged, and on to its end or its case."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from naung.cases import operations as cases
from naung.core.errors import NotAllowedNow
from naung.core.ids import new_id
from naung.intake import operations as intake
from naung.intake.models import Report
from naung.intake.rules import FiledChild, Filing, Known, SheetEntry, StaffAnswer
from naung.simulation.commands.casework import CaseWork
from naung.simulation.commands.world import Course, World
from naung.simulation.rules.arrivals import LAST_HOURS, Arrival, filing_of
from naung.simulation.rules.figures import chance, packaged
from naung.simulation.rules.habits import reaction
from naung.simulation.rules.people import Person
from naung.simulation.rules.stories import YES

OPEN_WITHIN = timedelta(minutes=15)
TRIAGE_WITHIN = timedelta(hours=1)
DECIDE_WITHIN = timedelta(hours=7)
STILL_WAITS = 0.6  # of the last day's reports that nobody has got to yet
NIGHT_WATCH = 0.6  # of the night's quiet reports that whoever is on duty still sorts
HEARD_AT_ONCE = frozenset({"TEL", "LGS"})
PASSED_ON_TO = "Dinas Sosial Kota Samarinda"
SAME_CHILD = "Anak dan keluarga sama dengan laporan sebelumnya."
NEW_SIGNAL = "Laporan baru tentang anak yang sama."
WAIT_FOR_FIRST = timedelta(hours=20)


class Reported:
    """One report about one child, as it goes through the office."""

    def __init__(self, world: World, arrival: Arrival, filing: Filing, place: int) -> None:
        self.world, self.arrival, self.filing, self.place = world, arrival, filing, place
        self.draw = Random(f"naung {world.seed} report course {arrival.number}.{place}")
        self.child: FiledChild = filing.children[place]
        self.person: Person = arrival.household.children[place]
        self.told = arrival.told
        self.officer = world.lightest(world.intake, arrival.at)
        self.crew = world.crew(self.person.ward_code)
        self.report: Report
        self.waits = arrival.at > world.end - LAST_HOURS and not self.danger and chance(self.draw, STILL_WAITS)

    @property
    def danger(self) -> bool:
        return YES in self.filing.dangers.values()

    def course(self, report: Report, now: datetime) -> Course:
        """From the officer's desk to its end, or to the supervisor of a team."""
        self.report = report
        now = self._soon(now, OPEN_WITHIN)
        yield now
        with self.world.hand(self.officer, now) as hand:
            hand.do(intake.open_report, report_id=report.pk)
        now = max(now + timedelta(minutes=4), self._soon(self.arrival.at, TRIAGE_WITHIN))
        yield now
        self._triage(now)
        if self.arrival.screened_out:
            return
        now = self._to_supervisor(now)
        yield now
        yield from self._decide(now)

    def _soon(self, since: datetime, within: timedelta) -> datetime:
        """Danger is looked at by day and night, the rest by day or by whoever is on duty at night."""
        if self.waits:
            return self.world.end + within
        at = since + reaction(self.draw, within)
        watched = self.danger or self.world.calendar.is_open(at) or chance(self.draw, NIGHT_WATCH)
        return at if watched else self.world.at_desk(self.officer, at, 15)

    def _triage(self, now: datetime) -> None:
        outcome = self.arrival.outcome
        with self.world.hand(self.officer, now) as hand:
            entry = self._entry()
            sheet = hand.do(intake.save_triage, report_id=self.report.pk, entry=entry, version=None)
            self.report = hand.do(intake.end_triage, report_id=self.report.pk, version=sheet.version)
            if self._to_be_told():
                hand.do(intake.acknowledge, report_id=self.report.pk)
            if outcome:
                receiver = PASSED_ON_TO if outcome == "PASSED_ON" else ""
                hand.do(
                    intake.decide, report_id=self.report.pk, outcome=outcome, receiver=receiver,
                    reason=packaged("phrases")["outcomes"][outcome],
                )  # fmt: skip
            else:
                proposed = "JOINED" if self.arrival.repeats else "BECAME_CASE"
                hand.do(intake.send_to_team, report_id=self.report.pk, team_id=self.crew.team_id, proposed=proposed)

    def _to_be_told(self) -> bool:
        """The officer calls back who left a number and was not told on the spot; now and then she forgets."""
        reporter = self.filing.reporter
        reached = bool(reporter.phone) and reporter.safe_to_contact == YES
        return reached and self.arrival.channel not in HEARD_AT_ONCE and chance(self.draw, 0.9)

    def _entry(self) -> SheetEntry:
        told, child = self.told, self.child
        return SheetEntry(
            forms=told.forms, tpks=told.tpks, answers=told.sheet(), birth_date=child.birth_date,
            age_estimate=child.age_estimate, age_known=child.age_answer or Known.UNKNOWN,
            where_now=told.where_now, where_now_text=child.where_now_text,
            staff_answer=StaffAnswer.NO if chance(self.draw, 0.93) else StaffAnswer.UNKNOWN, known_child_checked=True,
        )  # fmt: skip

    def _to_supervisor(self, now: datetime) -> datetime:
        self.supervisor = self.world.lightest(self.crew.supervisors, now)
        if self.report.level == "EMERGENCY":
            return now + reaction(self.draw, timedelta(hours=1.5))
        return self.world.at_desk(self.supervisor, now + reaction(self.draw, DECIDE_WITHIN), 15)

    def _decide(self, now: datetime) -> Course:
        """A case of its own, or part of the one that the first report about the child became."""
        first = self.world.cases.get((self.arrival.household.number, self.place))
        if first is None and self.arrival.repeats:
            now = self.world.at_desk(self.supervisor, now + WAIT_FOR_FIRST)
            yield now
            first = self.world.cases.get((self.arrival.household.number, self.place))
        if first is None:
            self._register(now)
        elif first.closed:
            self._reopen(first, now)
        else:
            with self.world.hand(self.supervisor, now) as hand:
                hand.do(cases.join_report, report_id=self.report.pk, case_id=first.case_id, reason=SAME_CHILD)
            first.told_again(self.told, self.report, now)

    def _register(self, now: datetime) -> None:
        concern = self.told.concern
        holder = self.world.lightest(self.crew.holders, now)
        companion = self.world.lightest(self.crew.companions, now)
        with self.world.hand(self.supervisor, now) as hand:
            case = hand.do(
                cases.register_case, report_id=self.report.pk, child=None, team_id=self.crew.team_id,
                holder_id=holder, companion_ids=[companion], ppks=concern.ppks, ampk=concern.ampk,
                court_role=concern.raw.get("court_role", self._victim()),
            )  # fmt: skip
        work = CaseWork(self.world, self.told, self.person, case, holder, companion, self.supervisor)
        self.world.cases[(self.arrival.household.number, self.place)] = work
        work.taken_on(now)

    def _victim(self) -> str:
        return "AKB" if self.told.sexual and chance(self.draw, 0.4) else ""

    def _reopen(self, first: CaseWork, now: datetime) -> None:
        try:
            with self.world.hand(self.supervisor, now) as hand:
                hand.do(cases.reopen, case_id=first.case_id, reason=NEW_SIGNAL, report_id=self.report.pk)
        except NotAllowedNow:
            self.world.put_off += 1
            return
        first.taken_on(now, again=True)


def report_course(world: World, arrival: Arrival) -> Course:
    """From the telling to the officer's desk: one report for each child."""
    draw = Random(f"naung {world.seed} taking in {arrival.number}")
    filing = filing_of(arrival, seed=world.seed, ward_ids=world.wards)
    now = arrival.at
    if not arrival.by_public:
        officer = world.lightest(world.intake, now)
        now = _written_down(world, arrival, filing, draw, officer)
        yield now
    token = new_id().hex if arrival.by_public else None
    with world.stranger(now) if arrival.by_public else world.hand(officer, now) as hand:
        reports = hand.do(intake.file_report, filing=replace(filing, received_at=arrival.at, send_token=token))
    for place, report in enumerate(reports):
        world.begin(now, Reported(world, arrival, filing, place).course(report, now))


def _written_down(world: World, arrival: Arrival, filing: Filing, draw: Random, officer: UUID) -> datetime:
    """When the officer has written it down: what is told face to face or is danger at once, the rest in its turn."""
    if YES in filing.dangers.values() or arrival.channel in HEARD_AT_ONCE:
        return arrival.at + timedelta(minutes=draw.uniform(3, 15))
    return world.at_desk(officer, arrival.at + timedelta(minutes=draw.uniform(2, 25)), 10)
