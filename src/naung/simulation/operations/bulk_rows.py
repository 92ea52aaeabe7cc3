"""The rows of many invented cases, as they would stand after a year of work: for measuring, not for reading."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import models

from naung.access.models import Grant
from naung.access.policy import Role
from naung.audit.models import Entry
from naung.cases.models import (
    Action,
    Assessment,
    Assignment,
    Case,
    CaseEvent,
    Closure,
    Consent,
    Delivery,
    Goal,
    Narrative,
    Plan,
    PlanTold,
    Rating,
    Safety,
    Visit,
)
from naung.cases.rules.steps import CaseStatus as C
from naung.cases.rules.steps import Stage
from naung.core import keys, masters
from naung.core.ids import new_id
from naung.core.levels import Level
from naung.core.models import DataKey
from naung.duties.models import Deadline
from naung.intake.models import AllegedPerson, Report, ReportedChild, Reporter, Story, Triage
from naung.intake.rules import ReportStatus
from naung.people.models import Caregiver, Child, HouseholdMember
from naung.people.queries import token
from naung.people.rules import search_key
from naung.simulation.operations.copying import Table
from naung.simulation.rules.figures import chance, packaged, weighted
from naung.simulation.rules.numbers import number_at
from naung.simulation.rules.people import Person, draw_age, draw_group, draw_name, draw_person
from naung.simulation.rules.stories import Told, draw_concern, tell
from naung.simulation.rules.times import DAY, EPOCH, HOUR, MINUTE, micros_of

MODELS: tuple[type[models.Model], ...] = (
    DataKey, Report, Story, ReportedChild, Reporter, AllegedPerson, Triage, Child, Caregiver, HouseholdMember, Case,
    Assignment, Grant, CaseEvent, Visit, Narrative, Consent, Safety, Assessment, Rating, Plan, Goal, Action, Delivery,
    PlanTold, Closure, Deadline, Entry,
)  # fmt: skip
CLOSED_SHARE = 0.85
OPEN = {
    C.REGISTERED: 10, C.ASSESSMENT: 15, C.PLANNING: 10, C.IMPLEMENTATION: 35, C.MONITORING: 25, C.SUSPENDED: 5,
}  # fmt: skip
LEVELS = {Level.EMERGENCY: 15, Level.HIGH: 35, Level.MEDIUM: 35, Level.LOW: 15}
VISITS = 2
SPAN = 730  # days over which the cases are spread
REACHED = {C.REGISTERED: 0, C.ASSESSMENT: 1, C.PLANNING: 2, C.IMPLEMENTATION: 3, C.SUSPENDED: 3, C.MONITORING: 4}
WEEKS_TO_CONTACT = {Level.EMERGENCY: 1, Level.HIGH: 1, Level.MEDIUM: 2, Level.LOW: 4}


@dataclass(frozen=True)
class Pair:
    """A social worker with her companion, and where they work."""

    holder_id: UUID
    companion_id: UUID
    supervisor_id: UUID
    team_id: UUID
    ward_ids: tuple[UUID, ...]
    district_id: UUID


@dataclass(frozen=True)
class Batch:
    """What one process needs to make its share of the cases."""

    seed: int
    first: int
    count: int
    now: datetime
    office_id: UUID
    intake_id: UUID
    intake_team_id: UUID
    pairs: tuple[Pair, ...]
    start: int


class CaseRows:
    """Makes the rows of one batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.draw = Random(f"naung {batch.seed} bulk {batch.first}")
        self.now = micros_of(batch.now)
        self.tables = {model: Table(model) for model in MODELS}
        self.master = masters.master_name(masters.current())
        self.phrases = packaged("phrases")

    @staticmethod
    def made(batch: Batch) -> dict[str, bytes]:
        """The rows of one batch, made in whatever process."""
        return CaseRows(batch).make()

    def make(self) -> dict[str, bytes]:
        """All rows of the batch, by the label of their table."""
        for place in range(self.batch.count):
            One(self, self.batch.first + place, self.batch.pairs[place % len(self.batch.pairs)]).write()
        return {model._meta.label: table.take() for model, table in self.tables.items()}


class One:
    """One case with everything around it."""

    def __init__(self, rows: CaseRows, place: int, pair: Pair) -> None:
        self.rows, self.pair, self.draw = rows, pair, rows.draw
        self.tables, self.phrases = rows.tables, rows.phrases
        self.place = place
        self.closed = chance(self.draw, CLOSED_SHARE)
        self.status = C.CLOSED if self.closed else weighted(self.draw, OPEN)
        self.level = weighted(self.draw, LEVELS)
        days = self.draw.randrange(200, SPAN) if self.closed else self.draw.randrange(3, 200)
        self.received = rows.now - days * DAY - self.draw.randrange(0, 8 * HOUR)
        self.registered = self.received + self.draw.randrange(HOUR, 20 * HOUR)
        self.reached = 5 if self.closed else REACHED[self.status]
        self.child, self.case, self.report = new_id(), new_id(), new_id()
        self.scope: dict[str, Any] = {
            "owner_id": pair.holder_id, "team_id": pair.team_id, "area_id": pair.district_id,
            "office_id": rows.batch.office_id,
        }  # fmt: skip

    def write(self) -> None:
        self._who()
        self._keys()
        self._report()
        self._case()
        self._contacts()
        if self.reached >= 1:
            self._assessment()
        if self.reached >= 2:
            self._plan()
        if self.closed:
            self._closure()
        self._duties()
        self._trace()

    def _who(self) -> None:
        draw, concern = self.draw, draw_concern(self.draw)
        low, high = concern.ages
        on = (EPOCH + timedelta(microseconds=self.received)).date()
        self.person: Person = draw_person(
            draw, age=draw_age(draw, low, high), on=on, girl=chance(draw, concern.girls), ward_code=""
        )
        self.told: Told = tell(draw, concern, reporter="TET", age=self.person.age_on(on))
        self.ward = draw.choice(self.pair.ward_ids)

    def _keys(self) -> None:
        self.child_key, self.report_key = self._key(self.child), self._key(self.report)

    def _key(self, subject: UUID) -> bytes:
        key = os.urandom(32)
        self.tables[DataKey].add(
            subject_id=subject, wrapped=keys.encrypt(masters.current(), key, subject.bytes),
            master=self.rows.master, created_at=self.received,
        )  # fmt: skip
        return key

    def _add(self, model: type[models.Model], *, sealed: Mapping[str, Any] | None = None, **values: Any) -> UUID:
        """A row of the case, its sealed fields under the child's key."""
        return self._row(model, self.child, self.child_key, sealed, values)

    def _of_report(self, model: type[models.Model], *, sealed: Mapping[str, Any] | None = None, **values: Any) -> UUID:
        return self._row(model, self.report, self.report_key, sealed, {"report_id": self.report} | values)

    def _row(
        self,
        model: type[models.Model],
        subject: UUID,
        key: bytes,
        sealed: Mapping[str, Any] | None,
        values: dict[str, Any],
    ) -> UUID:
        pk: UUID = values.setdefault("id", new_id())
        table = self.tables[model]
        for name, text in (sealed or {}).items():
            values[name] = table.seal(name, text, pk, subject, key)
        table.add(**values)
        return pk

    def _identity(self) -> dict[str, Any]:
        person = self.person
        return {
            "name": person.name, "search_key": search_key(person.name), "nickname": person.nickname,
            "sex": person.sex, "birth_date": person.birth_date, "nik_token": token("nik", person.nik),
            "nisn": person.nisn, "address": person.address, "rt": person.rt, "ward_id": self.ward,
            "school_class": person.school_class,
        }  # fmt: skip

    def _report(self) -> None:
        told, triaged = self.told, self.received + 40 * MINUTE
        officer = self.rows.batch.intake_id
        self.tables[Report].add(
            id=self.report, number=number_at(self.rows.batch.start + 2 * self.place), bundle_id=new_id(),
            status=ReportStatus.BECAME_CASE, channel="WA", secrecy="RAHASIA", reporter_type="TET", ward_id=self.ward,
            received_at=self.received, danger="YES" in told.dangers.values(), level=self.level,
            opened_at=self.received + 10 * MINUTE, opened_by_id=officer, triaged_at=triaged, triaged_by_id=officer,
            outcome_at=self.registered, outcome_by_id=self.pair.supervisor_id, case_id=self.case, **self.scope,
        )  # fmt: skip
        self._of_report(
            Story, sealed={"happened": told.happened, "happened_when": told.when}, place=told.place,
            where_now=told.where_now,
        )  # fmt: skip
        adults = [{"name": one.name, "relation": one.relation, "phone": one.phone} for one in self.person.adults]
        self._of_report(ReportedChild, sealed={"nik": self.person.nik, "caregivers": adults}, **self._identity())
        reporter = {"name": draw_name(self.draw, draw_group(self.draw), "P"), "safe_to_contact": "YES"}
        self._of_report(Reporter, sealed={"details": reporter})
        self._of_report(AllegedPerson, relation=told.relation, has_access="UNKNOWN")
        self._of_report(
            Triage, forms=sorted(told.forms), tpks=sorted(told.tpks), answers=told.sheet(), age_known="KNOWN",
            staff_answer="NO", known_child_checked_at=triaged, rule_level=self.level, score_low=2, score_high=6,
            decided_level=self.level, decided_by_id=officer, saved_at=triaged, saved_by_id=officer,
        )  # fmt: skip

    def _case(self) -> None:
        pair, concern = self.pair, self.told.concern
        self._add(
            Child, sealed={"nik": self.person.nik}, id=self.child, **self._identity(), current_case_id=self.case,
            created_at=self.registered, **self.scope,
        )  # fmt: skip
        for place, adult in enumerate(self.person.adults[:2]):
            self._add(
                Caregiver, child_id=self.child, name=adult.name, relation=adult.relation, phone=adult.phone,
                is_main=place == 0, lives_with_child=True,
            )  # fmt: skip
        self._add(HouseholdMember, child_id=self.child, relation="ADI", age=self.draw.randrange(12))
        self.closed_at = min(self.rows.now - DAY, self.registered + self.draw.randrange(90, 195) * DAY)
        self._add(
            Case, id=self.case, number=number_at(self.rows.batch.start + 2 * self.place + 1), child_id=self.child,
            status=self.status, stage=self._stage(), level=self.level, ppks=concern.ppks, ampk=concern.ampk,
            forms=sorted(self.told.forms), report_received_at=self.received, registered_at=self.registered,
            registered_by_id=pair.supervisor_id, seen_at=self.registered + 5 * HOUR if self.reached else None,
            suspended_from=C.IMPLEMENTATION if self.status is C.SUSPENDED else "",
            suspended_reason="LUAR" if self.status is C.SUSPENDED else "",
            review_date=self.rows.batch.now.date() + timedelta(days=9) if self.status is C.SUSPENDED else None,
            closed_at=self.closed_at if self.closed else None, closed_reason="TJN" if self.closed else "",
            **self.scope,
        )  # fmt: skip
        for user, role in ((pair.holder_id, Role.SOCIAL_WORKER), (pair.companion_id, Role.COMPANION)):
            self._add(
                Assignment, case_id=self.case, user_id=user, role=role, from_at=self.registered,
                until_at=self.closed_at if self.closed else None, assigned_by_id=pair.supervisor_id,
            )  # fmt: skip
        self.tables[Grant].add(
            id=new_id(), user_id=pair.companion_id, role=Role.COMPANION, record_label="cases.Case",
            record_id=self.case, reason_code="ASSIGNED", granted_by_id=pair.supervisor_id, from_at=self.registered,
            revoked_at=self.closed_at if self.closed else None,
        )  # fmt: skip

    def _stage(self) -> Stage:
        if self.reached < 3:
            return Stage.INTERVENTION
        return Stage.REINTEGRATION if self.closed else self.draw.choice((Stage.INTERVENTION, Stage.REHABILITATION))

    def _contacts(self) -> None:
        words, pair = self.phrases, self.pair
        ends = self.closed_at if self.closed else self.rows.now
        for place in range(VISITS if self.reached else 0):
            at = min(ends, self.registered + 5 * HOUR + place * self.draw.randrange(6, 15) * DAY)
            self._add(
                Visit, sealed={
                    "child_words": self.draw.choice(words["child_words"][:-1]),
                    "observed": self.draw.choice(words["observed"]), "agreed": self.draw.choice(words["agreed"]),
                },
                case_id=self.case, kind="RUMAH", at=at, written_at=at, by_id=pair.companion_id, child_seen=True,
                seen_alone=True, safe="YES", stable=place > 0,
            )  # fmt: skip
        self._add(
            Narrative, sealed={"text": self.draw.choice(words["narratives"])}, case_id=self.case,
            at=self.registered + 6 * HOUR, written_at=self.registered + 7 * HOUR, by_id=pair.companion_id,
        )  # fmt: skip
        safety = words["safety"]
        self._add(
            Safety, sealed={
                "dangerous_people": safety["dangerous"], "no_go": safety["no_go"], "safe_contact": safety["contact"],
                "plan": safety["plan"],
            },
            case_id=self.case, planned_at=self.registered + 5 * HOUR, planned_by_id=pair.holder_id,
        )  # fmt: skip
        for kind, who in (("CAREGIVER", "Pengasuh"), ("CHILD", "Anak")) if self.reached else ():
            self._add(
                Consent, sealed={"who": who, "words": words["told"][0]}, case_id=self.case, kind=kind, given=True,
                at=self.registered + 5 * HOUR, by_id=pair.holder_id,
            )  # fmt: skip

    def _assessment(self) -> None:
        done = self.reached >= 2
        at = self.registered + 5 * DAY
        self.assessed = self._add(
            Assessment, sealed={
                "child_view": self.draw.choice(self.phrases["views"]),
                "earlier_statements": self.phrases["reused"][0],
            },
            case_id=self.case, sequence=1, started_at=self.registered + 2 * DAY, started_by_id=self.pair.holder_id,
            finished_at=at if done else None, finished_by_id=self.pair.holder_id if done else None,
            reused=[self.report], level=self.level if done else "",
        )  # fmt: skip
        low = self.told.concern.low
        for factor in FACTORS:
            score = self.draw.randint(*low[factor]) if factor in low else self.draw.choice((3, 3, 4))
            reason = {"reason": self.draw.choice(self.phrases["ratings"][str(score)])} if score < 3 else None
            self._add(Rating, sealed=reason, case_id=self.case, assessment_id=self.assessed, factor=factor, score=score)
            if score <= 2:
                self.weak = factor

    def _plan(self) -> None:
        pair, concern = self.pair, self.told.concern
        approved = self.reached >= 3
        made = self.registered + 6 * DAY
        plan = self._add(
            Plan, case_id=self.case, assessment_id=self.assessed, number=1, author_id=pair.holder_id, made_at=made,
            submitted_at=made + DAY if approved else None, submitted_by_id=pair.holder_id if approved else None,
            approved_at=made + 2 * DAY if approved else None, approved_by_id=pair.supervisor_id if approved else None,
        )  # fmt: skip
        goal = self._add(
            Goal, sealed={"text": self.phrases["goals"][self.weak]}, case_id=self.case, plan_id=plan,
            factor=self.weak, met=True if self.closed else None, settled_at=self.closed_at if self.closed else None,
            settled_by_id=pair.holder_id if self.closed else None,
        )  # fmt: skip
        finished = self.reached >= 4
        for place, service in enumerate(concern.services[:2]):
            action = self._add(
                Action, sealed={"text": self.phrases["actions"][service]}, case_id=self.case, goal_id=goal,
                service=service, responsible_id=pair.companion_id if place else pair.holder_id,
                due_date=(EPOCH + timedelta(microseconds=made + 30 * DAY)).date(),
                done_at=made + 20 * DAY if finished else None,
                done_by_id=pair.companion_id if finished else None, result="TCP" if finished else "",
            )  # fmt: skip
            if finished and place == 0:
                self._add(
                    Delivery, case_id=self.case, action_id=action, service=service,
                    provider=self.phrases["providers"][service], by_id=pair.companion_id,
                    date=(EPOCH + timedelta(microseconds=made + 20 * DAY)).date(),
                )  # fmt: skip
        self._add(
            PlanTold, sealed={"said": self.phrases["told"][2]}, case_id=self.case, plan_id=plan, who="CHILD",
            how="RUMAH", told_at=made + DAY, by_id=pair.holder_id,
        )  # fmt: skip

    def _closure(self) -> None:
        self._add(
            Closure, sealed={
                "reason": self.phrases["closing"][0], "next_contact": self.phrases["next_contact"],
            },
            case_id=self.case, way="TJN", proposed_at=self.closed_at - DAY, proposed_by_id=self.pair.holder_id,
            closed_at=self.closed_at, closed_by_id=self.pair.supervisor_id,
        )  # fmt: skip

    def _duties(self) -> None:
        seen = self.registered + 5 * HOUR
        self._duty("CHILD_SEEN", self.received, 24 * HOUR, 24, "HOUR", seen if self.reached else None)
        self._duty("ASSESSMENT", self.registered, 14 * DAY, 14, "DAY", self._if(self.reached >= 2, 5 * DAY))
        self._duty("PLAN", self.registered, 21 * DAY, 21, "DAY", self._if(self.reached >= 3, 8 * DAY))
        weeks = WEEKS_TO_CONTACT[self.level]
        since = self.rows.now - self.draw.randrange(int(weeks * 7.5 * DAY))
        self._duty("CONTACT", max(since, seen), weeks * 7 * DAY, weeks, "WEEK", None, dropped=self.closed)

    def _if(self, met: bool, after: int) -> int | None:  # noqa: FBT001
        return self.registered + after if met else None

    def _duty(
        self, rule: str, since: int, length: int, amount: int, unit: str, met: int | None, *, dropped: bool = False
    ) -> None:
        over = dropped or met is not None or self.closed
        due = since + length
        self.tables[Deadline].add(
            id=new_id(), rule=rule, key=f"{rule}:{self.case}:", case_id=self.case, level=self.level, amount=amount,
            unit=unit, started_at=since, due_at=due, warn_at=since + length * 3 // 4,
            division_at=since + length * 3 // 2, next_at=None if over else due, met_at=met,
            met_by_id=self.pair.companion_id if met is not None else None,
            dropped_at=self.closed_at if dropped else None, dropped_reason="CASE_CLOSED" if dropped else "",
            detail={"number": ""}, **self.scope,
        )  # fmt: skip

    def _trace(self) -> None:
        for kind, at, old, new in self._events():
            self._add(CaseEvent, case_id=self.case, kind=kind, at=at, by_id=self.pair.supervisor_id, old=old, new=new)
        for event, at, by, roles in self._entries():
            self.tables[Entry].add(
                id=new_id(), at=at, actor_id=by, roles=roles, event=event, about="cases.Case", about_id=self.case,
                key_subject_id=self.child, details={"level": self.level},
            )  # fmt: skip

    def _events(self) -> Iterator[tuple[str, int, str, str]]:
        yield "REGISTERED", self.registered, "", C.REGISTERED
        yield "ASSIGNED", self.registered, "", str(self.pair.holder_id)
        steps = [C.REGISTERED, C.ASSESSMENT, C.PLANNING, C.IMPLEMENTATION, C.MONITORING, C.CLOSED]
        for place in range(1, self.reached + 1):
            yield "STATUS", self.registered + 2 * place * DAY, steps[place - 1], steps[place]

    def _entries(self) -> Iterator[tuple[str, int, UUID, str]]:
        pair, at = self.pair, self.registered
        yield "report.received", self.received, self.rows.batch.intake_id, Role.INTAKE
        yield "report.opened", self.received + 10 * MINUTE, self.rows.batch.intake_id, Role.INTAKE
        yield "report.triaged", self.received + 40 * MINUTE, self.rows.batch.intake_id, Role.INTAKE
        yield "case.registered", at, pair.supervisor_id, Role.SUPERVISOR
        yield "case.assigned", at, pair.supervisor_id, Role.SUPERVISOR
        yield "access.granted", at, pair.supervisor_id, Role.SUPERVISOR
        yield "case.opened", at + HOUR, pair.companion_id, Role.COMPANION
        for place in range(min(self.reached, VISITS)):
            yield "visit.recorded", at + (place + 1) * 5 * HOUR, pair.companion_id, Role.COMPANION


FACTORS = ("1A", "1B", "2A", "2B", "3A", "3B", "4A", "4B", "5A", "5B", "6A", "6B")
