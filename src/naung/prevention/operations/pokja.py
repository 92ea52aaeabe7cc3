"""A breach of school rules or of law: the judgement with its reason, and what goes to a body and comes back."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.intake.models import Report
from naung.prevention.models import BodyStep, BreachJudgement
from naung.prevention.queries.concerns import own_id
from naung.prevention.rules.bodies import BODIES
from naung.prevention.rules.pokja import BREACH_TEXTS, STEP_TEXTS, Step

NOT_A_KIND = Text("Pilih pelanggaran aturan sekolah atau hukum.", "Choose a breach of school rules or of law.")
NO_REASON = Text("Tulis alasannya.", "Write the reason.")
NOT_A_STEP = Text("Pilih diserahkan atau disimpulkan.", "Choose handed over or concluded.")
NOT_A_BODY = Text("Pilih lembaganya.", "Choose the body.")
NOT_YET = Text("Hari itu belum tiba.", "That day is still to come.")
NO_CONCLUSION = Text("Tulis kesimpulannya.", "Write the conclusion.")


@atomic
def judge_breach(*, by: Actor, report_id: UUID, kind: str, reason: str, now: datetime) -> BreachJudgement:
    """Say whether it is a breach of school rules or of law, and why. An earlier judgement stays readable."""
    report = _report(by, report_id)
    if kind not in BREACH_TEXTS:
        raise Refused(NOT_A_KIND, field="kind")
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    judged = BreachJudgement.objects.create(
        report=report, kind=kind, reason=reason.strip(), judged_by_id=own_id(by), judged_at=now
    )
    audit.record(by=by, event="school.breach-judged", about=report, at=now, kind=kind)
    return judged


@atomic
def write_body_step(
    *, by: Actor, report_id: UUID, step: str, body: str, on_date: date, now: datetime, letter: str = "", text: str = ""
) -> BodyStep:
    """Write down that it went to the school's or the city's body, or what that body concluded."""
    report = _report(by, report_id)
    if step not in STEP_TEXTS:
        raise Refused(NOT_A_STEP, field="step")
    if body not in {one.code for one in BODIES}:
        raise Refused(NOT_A_BODY, field="body")
    if on_date > now.astimezone(settings.CITY.zone).date():
        raise Refused(NOT_YET, field="on_date")
    if step == Step.CONCLUDED and not text.strip():
        raise Refused(NO_CONCLUSION, field="text")
    written = BodyStep.objects.create(
        report=report, step=step, body=body, on_date=on_date, letter=letter.strip() or None,
        text=text.strip() or None, written_by_id=own_id(by), written_at=now,
    )  # fmt: skip
    audit.record(by=by, event="school.body-step", about=report, at=now, step=step, body=body)
    return written


def _report(by: Actor, report_id: UUID) -> Report:
    report = visible(by, P.READ_D1, Report).get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    return report
