"""The quiz of a session: its sets, how many answered, and what they learned, never an answer by itself."""

import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.core.formats import local
from naung.core.keys import derived_secret
from naung.prevention.models import AwarenessSession, PaperCount, QuizAnswer, SessionQuiz, SessionStatus
from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import Phase, QuizSet
from naung.prevention.rules.quiz_gain import Cell, Gain, counted, paired, share

Asked = tuple[str, int]


@dataclass(frozen=True)
class SessionGain:
    """What a session taught: of people who answered twice on a phone, and by counts on paper."""

    cells: tuple[Cell, ...]
    paper: tuple[Cell, ...]


@dataclass(frozen=True)
class State:
    """The quiz as it stands: its sets, which phase takes answers, whether it ever did, and how many there are."""

    sets: tuple[QuizSet, ...]
    open_phase: str
    begun: bool
    before: int
    after: int


def session_of(actor: Actor, session_id: UUID) -> AwarenessSession:
    """A session of the office."""
    sessions = visible(actor, P.OFFICE_READ, AwarenessSession)
    return sessions.select_related("school", "ward").get(pk=session_id)


def session_by_code(typed: str) -> AwarenessSession | None:
    """The session whose code stands on a slip; where a code leads is no secret."""
    code = typed.strip().upper()
    return AwarenessSession.objects.select_related("school").filter(code=code).first() if len(code) == 6 else None


def is_held_today(session: AwarenessSession, now: datetime) -> bool:
    """Whether it is the day of a session that takes place."""
    day = rules.on_its_day(session.from_at, session.until_at, now)
    return day and session.status != SessionStatus.CANCELLED


def open_now(quiz: SessionQuiz, session: AwarenessSession, now: datetime) -> str:
    """Which phase takes answers; none when it was opened on another day, as of a session that was put off since."""
    opened = quiz.opened_at is not None and local(quiz.opened_at).date() == local(now).date()
    return quiz.open_phase if opened and is_held_today(session, now) else ""


def state_of(session: AwarenessSession, now: datetime) -> State:
    """How the quiz of a session stands; without a choice the sets that fit its audiences."""
    quiz = SessionQuiz.objects.filter(session=session).first()
    codes = quiz.sets if quiz else suggested_for(session)
    phases = [phase for phase, _ in Phase.__members__.items()]
    found = {phase: QuizAnswer.objects.filter(session=session, phase=phase).count() for phase in phases}
    return State(
        tuple(rules.newest(code) for code in codes), open_now(quiz, session, now) if quiz else "",
        bool(quiz and quiz.begun_at), found[Phase.BEFORE], found[Phase.AFTER],
    )  # fmt: skip


def suggested_for(session: AwarenessSession) -> list[str]:
    """The sets of a session for which nobody chose."""
    return rules.suggested(session.audiences, session.school.form if session.school else "")


def pair_hash(session_id: UUID, pair: str) -> str:
    """What is kept of somebody's code: it says nothing without the installation's secret."""
    return hmac.new(derived_secret("quiz pairs"), f"{session_id} {pair}".encode(), "sha256").hexdigest()


def has_answered(session: AwarenessSession, phase: str, pair: str) -> bool:
    """Whether somebody with this code answered."""
    return QuizAnswer.objects.filter(session=session, phase=phase, pair=pair_hash(session.pk, pair)).exists()


def gain_of(session: AwarenessSession) -> SessionGain:
    """What a session taught, by audience and topic; cells of fewer than five people are hidden.

    All topics of an audience come from the same people, so they are hidden together, and no sum over audiences is
    given: nothing that is hidden can be worked out from what is shown.
    """
    return SessionGain(tuple(_paired_cells(_pairs(session))), tuple(_paper_cells(session)))


def _pairs(session: AwarenessSession) -> dict[Asked, list[tuple[list[bool], list[bool]]]]:
    """Which questions each person had right before and after, by the set that was asked."""
    rows = QuizAnswer.objects.filter(session=session).values_list("phase", "pair", "set_code", "set_version", "choices")
    given: dict[str, dict[tuple[str, Asked], list[bool]]] = defaultdict(dict)
    for phase, pair, code, version, choices in rows:
        given[phase][pair, (code, version)] = rules.marks(rules.sets()[code, version], choices)
    found: dict[Asked, list[tuple[list[bool], list[bool]]]] = defaultdict(list)
    for (pair, asked), before in given[Phase.BEFORE].items():
        found[asked]  # an audience of which nobody answered twice has its hidden line all the same
        if (pair, asked) in given[Phase.AFTER]:
            found[asked].append((before, given[Phase.AFTER][pair, asked]))
    return found


def _paired_cells(pairs: dict[Asked, list[tuple[list[bool], list[bool]]]]) -> Iterable[Cell]:
    for asked, people in sorted(pairs.items()):
        for topic, places in _topics(rules.sets()[asked]):
            shares = [(_of(before, places), _of(after, places)) for before, after in people]
            yield Cell(asked[0], topic, paired(shares))


def _topics(asked: QuizSet) -> list[tuple[str, list[int]]]:
    """Each topic with the places of its questions; "" is the whole set."""
    places = range(len(asked.questions))
    by_topic = [(topic, [p for p in places if asked.questions[p].topic == topic]) for topic in asked.topics]
    return [("", list(places)), *by_topic]


def _of(marks: list[bool], places: list[int]) -> float:
    return share(marks[place] for place in places)


def _paper_cells(session: AwarenessSession) -> Iterable[Cell]:
    counts = {(one.set_code, one.set_version, one.phase): one for one in PaperCount.objects.filter(session=session)}
    for code, version in sorted({key[:2] for key in counts}):
        before, after = counts.get((code, version, Phase.BEFORE)), counts.get((code, version, Phase.AFTER))
        for topic, places in _topics(rules.sets()[code, version]):
            yield Cell(code, topic, _counted(before, after, places) if before and after else None)


def _counted(before: PaperCount, after: PaperCount, places: list[int]) -> Gain | None:
    shares = [
        sum(one.right[place] for place in places) / (one.people * len(places)) if one.people else 0.0
        for one in (before, after)
    ]
    return counted(shares[0], before.people, shares[1], after.people)
