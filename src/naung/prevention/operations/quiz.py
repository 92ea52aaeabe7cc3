"""The quiz of a session: choosing its questions, opening and closing it, answering, and counting paper."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.prevention.models import AwarenessSession, PaperCount, QuizAnswer, SessionQuiz
from naung.prevention.queries import quiz as queries
from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import Phase

OTHER_DAY = Text(
    "Kuis hanya dapat dibuka pada hari kegiatan.", "The quiz can be opened on the day of the session only."
)
BEGUN = Text(
    "Kuis sudah pernah dibuka, jadi pertanyaannya tidak dapat diganti lagi.",
    "The quiz was opened already, so its questions can no longer be changed.",
)
NO_SET = Text("Pilih sekurang-kurangnya satu kumpulan pertanyaan.", "Choose at least one set of questions.")
CLOSED = Text("Kuis ini sedang tidak menerima jawaban.", "This quiz takes no answers now.")
FULL = Text(
    "Kuis ini sudah menerima jawaban sebanyak yang dapat ditampung.",
    "This quiz has taken as many answers as it can hold.",
)
NOT_THESE = Text("Jawaban ini tidak cocok dengan pertanyaannya.", "These answers do not fit the questions.")
MORE_RIGHT = Text(
    "Jawaban benar tidak dapat lebih banyak daripada orang yang menjawab.",
    "There cannot be more right answers than people who answered.",
)


@atomic
def choose_sets(*, by: Actor, session_id: UUID, sets: Sequence[str], now: datetime) -> SessionQuiz:
    """Choose which questions a session asks; no longer once the quiz was opened."""
    quiz = _locked(by, session_id)
    if quiz.begun_at:
        raise NotAllowedNow(BEGUN)
    offered = [one.code for one in rules.choices_for(quiz.session.audiences)]
    chosen = [code for code in offered if code in sets]
    if not chosen:
        raise Refused(NO_SET)
    quiz.sets = chosen
    quiz.store("sets")
    audit.record(by=by, event="quiz.sets-chosen", about=quiz.session, at=now, sets=chosen)
    return quiz


@atomic
def open_phase(*, by: Actor, session_id: UUID, phase: str, now: datetime) -> SessionQuiz:
    """Let everybody in the room answer, before or after the session; the other phase closes."""
    quiz = _locked(by, session_id)
    if not queries.is_held_today(quiz.session, now):
        raise NotAllowedNow(OTHER_DAY)
    quiz.open_phase, quiz.opened_at, quiz.begun_at = Phase(phase), now, quiz.begun_at or now
    quiz.store("open_phase", "opened_at", "begun_at")
    audit.record(by=by, event="quiz.opened", about=quiz.session, at=now, phase=quiz.open_phase)
    return quiz


@atomic
def close_phase(*, by: Actor, session_id: UUID, now: datetime) -> SessionQuiz:
    """Take no more answers until the quiz is opened again."""
    quiz = _locked(by, session_id)
    if quiz.open_phase:
        audit.record(by=by, event="quiz.closed", about=quiz.session, at=now, phase=quiz.open_phase)
        quiz.open_phase = ""
        quiz.store("open_phase")
    return quiz


@atomic
def answer(
    *, by: Actor, session: AwarenessSession, phase: str, set_code: str, pair: str, choices: Sequence[int],
    now: datetime,
) -> bool:  # fmt: skip
    """Take the answers of somebody unnamed; says whether they count: of answers with one code the first ones do."""
    require(by, P.QUIZ_ANSWER)
    quiz = SessionQuiz.objects.filter(session=session).first()
    if quiz is None or queries.open_now(quiz, session, now) != phase:
        raise NotAllowedNow(CLOSED)
    asked = rules.newest(set_code) if set_code in quiz.sets else None
    if asked is None or not rules.takes(asked, choices):
        raise Refused(NOT_THESE)
    if QuizAnswer.objects.filter(session=session, phase=phase).count() >= rules.most_answers(session.target):
        raise NotAllowedNow(FULL)
    given = {"set_code": asked.code, "set_version": asked.version, "choices": list(choices)}
    pair = queries.pair_hash(session.pk, pair)
    held, first = QuizAnswer.objects.get_or_create(session=session, phase=phase, pair=pair, defaults=given)
    if first:
        audit.record(by=by, event="quiz.answered", about=session, at=now, phase=phase, set=asked.code)
    return first or (held.set_code, held.choices) == (asked.code, list(choices))


@atomic
def count_paper(
    *, by: Actor, session_id: UUID, phase: str, set_code: str, people: int, right: Sequence[int], now: datetime
) -> PaperCount:
    """Write down answers that were given on paper: how many people, and how many were right with each question."""
    session = _planned(by, session_id)
    asked = rules.newest(set_code) if set_code in {s.code for s in rules.choices_for(session.audiences)} else None
    if asked is None or len(right) != len(asked.questions):
        raise Refused(NOT_THESE)
    if any(not 0 <= count <= people for count in right):
        raise Refused(MORE_RIGHT)
    counted = {"set_version": asked.version, "people": people, "right": list(right)}
    count, _ = PaperCount.objects.update_or_create(
        session=session, phase=Phase(phase), set_code=asked.code, defaults=counted
    )
    audit.record(by=by, event="quiz.paper-counted", about=session, at=now, phase=phase, set=asked.code, people=people)
    return count


def _planned(by: Actor, session_id: UUID) -> AwarenessSession:
    session = visible(by, P.OFFICE_READ, AwarenessSession).select_for_update(of=("self",)).get(pk=session_id)
    require(by, P.SESSION_PLAN, session)
    return session


def _locked(by: Actor, session_id: UUID) -> SessionQuiz:
    """The quiz of a session, made with the sets that fit when nobody has touched it before."""
    session = _planned(by, session_id)
    quiz = SessionQuiz.objects.filter(session=session).first()
    if quiz is None:
        quiz = SessionQuiz.objects.create(session=session, sets=queries.suggested_for(session))
    quiz.session = session
    return quiz
