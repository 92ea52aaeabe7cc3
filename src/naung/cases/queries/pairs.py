"""Pairs of records that may be one child, side by side."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case
from naung.people.models import CandidatePair, Caregiver, Child, Merge, PairState
from naung.people.queries.same import side_of
from naung.people.rules.comparing import Question, Side, Verdict, compare

LONGEST_WAY = 500  # how many pairs J and K lead through


@dataclass(frozen=True)
class Record:
    """One side: the record, what it says, and its case as far as this person sees it."""

    child: Child
    side: Side
    case: Case | None

    @property
    def open(self) -> bool:
        return self.case is not None and self.case.closed_at is None


@dataclass(frozen=True)
class Compared:
    """Both records with the verdict on each question that one of them answers."""

    left: Record
    right: Record
    questions: list[Question]
    stands: UUID

    @property
    def both_open(self) -> bool:
        return self.left.open and self.right.open

    @property
    def free(self) -> bool:
        """Whether a person chooses which record stands; else it is the one with the open case."""
        return self.left.open == self.right.open


def waiting_pairs(actor: Actor) -> QuerySet[CandidatePair]:
    """The pairs that wait for this person: both records are hers to merge, and both stand by themselves.

    What a person put up comes first, then the likeliest, then the oldest; put-off ones last.
    """
    found = visible(actor, P.CHILD_MERGE, CandidatePair).filter(
        state__in=[PairState.OPEN, PairState.LATER], low__merged_into=None, high__merged_into=None
    )
    order = ("-state", F("probability").desc(nulls_first=True), "offered_at", "pk")
    return found.select_related("low", "low__ward", "high", "high__ward").order_by(*order)


def pair_of(actor: Actor, pair_id: UUID) -> CandidatePair:
    """One pair, for who may see both records; else it does not exist for her."""
    found = visible(actor, P.READ_D2, CandidatePair).select_related("low", "low__ward", "high", "high__ward")
    return found.select_related("low__school", "high__school").get(pk=pair_id)


def compared(actor: Actor, pair: CandidatePair, on: date) -> Compared:
    """The two records of a pair side by side. Two queries."""
    both = (pair.low, pair.high)
    caregivers = list(visible(actor, P.READ_D2, Caregiver).filter(child__in=both, ended_at=None).order_by("name"))
    cases = visible(actor, P.READ_D1, Case).in_bulk([one.current_case_id for one in both if one.current_case_id])
    left, right = (
        Record(one, side_of(one, caregivers), cases.get(one.current_case_id) if one.current_case_id else None)
        for one in both
    )
    questions = [q for q in compare(left.side, right.side, on) if q.verdict is not Verdict.NEITHER]
    return Compared(left, right, questions, _stands(left, right))


def _stands(left: Record, right: Record) -> UUID:
    """The record that stands unless somebody says otherwise: that of the open case, else the older one."""
    if left.open != right.open:
        return (left if left.open else right).child.pk
    return min((left.child, right.child), key=lambda child: (child.created_at, child.pk)).pk


def neighbours(actor: Actor, pair: CandidatePair) -> tuple[UUID | None, UUID | None]:
    """The pairs before and after this one in the queue. One query."""
    ids = list(waiting_pairs(actor).values_list("pk", flat=True)[:LONGEST_WAY])
    if pair.pk not in ids:
        return None, ids[0] if ids else None
    place = ids.index(pair.pk)
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)


def merge_of(actor: Actor, merge_id: UUID) -> tuple[Merge, Child, Child]:
    """A merge with the record that stands and the one that points to it, for who may see both."""
    made = visible(actor, P.READ_D2, Merge).get(pk=merge_id)
    children = visible(actor, P.READ_D2, Child).in_bulk([made.kept_id, made.child_id])
    if len(children) < 2:
        raise Merge.DoesNotExist
    made.child = children[made.child_id]
    return made, children[made.kept_id], children[made.child_id]
