"""Keeping the child safe, and on what ground we act."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case, CaseEvent, Consent, Draft, Safety
from naung.cases.queries import cases
from naung.cases.queries.staff import names
from naung.cases.rules import drafts
from naung.cases.rules.consent import EVIDENCE, GROUND, KINDS, NOTICE, PURPOSES, RECIPIENTS, Terms
from naung.cases.rules.steps import OPEN
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.formats import local
from naung.duties import operations as duties

LABELS = {
    "dangerous_people": _("Siapa yang mungkin berbahaya"),
    "no_go": _("Yang tidak boleh dilakukan"),
    "safe_contact": _("Cara menghubungi yang aman"),
    "plan": _("Rencana keselamatan"),
}
TEXTS = tuple(LABELS)
NO_TERMS = Terms()


@atomic
def write_safety(
    *,
    by: Actor,
    case_id: UUID,
    dangerous_people: str,
    no_go: str,
    safe_contact: str,
    plan: str,
    version: int | None = None,
    now: datetime,
) -> Safety:
    """Keep the safety line that everybody assigned sees, and the safety plan behind it.

    `version` 0 means that none was written when the page was opened: it does not go over another's first words.
    """
    case = _open(by, case_id)
    safety = _safety(case)
    texts = {"dangerous_people": dangerous_people, "no_go": no_go, "safe_contact": safe_contact, "plan": plan}
    given = {name: text.strip() or None for name, text in texts.items()}
    before = {name: getattr(safety, name) for name in TEXTS}
    if version is not None and version != safety.version and (version or any(before.values())):
        raise _both_texts(safety, given)
    for name, text in given.items():
        setattr(safety, name, text)
    changed = [name for name, was in before.items() if was != getattr(safety, name)]
    if "plan" in changed and safety.plan:
        safety.planned_at, safety.planned_by_id = now, by.id
    safety.store(*TEXTS, "planned_at", "planned_by_id")
    Draft.arrived(case, by_id=by.id, kind=drafts.SAFETY, at=now)
    if changed:
        with override(settings.LANGUAGE_CODE):  # the file is kept in the office's language
            kept = "\n\n".join(f"{LABELS[name]}: {before[name]}" for name in changed if before[name])
        case.happened("SAFETY", by_id=by.id, at=now, reason=kept, parts=changed)
        audit.record(by=by, event="safety.written", about=case, at=now, parts=changed)
    if safety.plan:
        duties.meet(by=by, rule="SAFETY_PLAN", subject=case, now=now)
    return safety


@atomic
def record_needs_met(*, by: Actor, case_id: UUID, note: str, now: datetime) -> Safety:
    """Record that the child's emergency needs (shelter, medical help, food) are met, and how."""
    case = _open(by, case_id)
    if not note.strip():
        raise Refused(_("Tulis kebutuhan apa yang sudah terpenuhi dan bagaimana."), field="note")
    safety = _safety(case)
    safety.needs_met_at, safety.needs_met_by_id, safety.needs_note = now, by.id, note.strip()
    safety.store("needs_met_at", "needs_met_by_id", "needs_note")
    case.happened("NEEDS_MET", by_id=by.id, at=now, reason=note.strip())
    audit.record(by=by, event="safety.needs-met", about=case, at=now)
    return safety


def _open(by: Actor, case_id: UUID) -> Case:
    case = cases.locked(by, case_id)
    require(by, P.CASE_WORK, case)
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup."))
    return case


def _safety(case: Case) -> Safety:
    safety = Safety.objects.select_for_update().filter(case=case).first()
    if safety is None:
        return Safety.objects.create(case=case)
    safety.case = case
    return safety


def _both_texts(safety: Safety, given: Mapping[str, str | None]) -> Stale:
    """What this person wrote beside what somebody else has just kept, where they differ."""
    differ = [name for name in TEXTS if given[name] != getattr(safety, name)]
    last = CaseEvent.objects.filter(case=safety.case_id, kind="SAFETY").order_by("-pk").first()
    who = last.by_id if last else None
    return Stale(
        record=safety, mine={str(LABELS[name]): given[name] or "" for name in differ},
        theirs={str(LABELS[name]): getattr(safety, name) or "" for name in differ},
        by=names([who]).get(who) if who else None,
    )  # fmt: skip


@atomic
def record_consent(
    *,
    by: Actor,
    case_id: UUID,
    kind: str,
    given: bool | None = None,
    ground: str = "",
    who: str = "",
    words: str = "",
    at: datetime | None = None,
    terms: Terms = NO_TERMS,
    now: datetime,
) -> Consent:
    """Record the caregiver's consent, the child's assent (or a no), or the ground for acting without; fixed from then.

    UU 27/2022 art. 20 to 25: each purpose apart, to whom, until when, what proves it, and which notice was read.
    """
    case = _open(by, case_id)
    if kind not in KINDS:
        raise Refused(_("Pilih persetujuan siapa yang dicatat."), field="kind")
    if kind == GROUND and ground not in reference.codes("dasar_tanpa_persetujuan"):
        raise Refused(_("Pilih dasar bertindak tanpa persetujuan."), field="ground")
    if kind != GROUND and given is None:
        raise Refused(_("Jawab apakah setuju atau tidak."), field="given")
    if (at or now) > now:
        raise Refused(_("Waktu ini belum tiba."), field="at")
    _check_terms(terms, local(now).date())
    consent = Consent.objects.create(
        case=case, kind=kind, given=None if kind == GROUND else given, ground=ground if kind == GROUND else "",
        who=who.strip() or None, words=words.strip() or None, at=at or now, by_id=by.id,
        agreed=list(terms.agreed), declined=list(terms.declined), recipients=list(terms.recipients),
        recipient_names=terms.recipient_names.strip() or None, evidence=terms.evidence,
        evidence_note=terms.evidence_note.strip() or None, until_date=terms.until, notice=NOTICE,
    )  # fmt: skip
    answer = ground if kind == GROUND else ("YES" if given else "NO")
    case.happened("CONSENT", by_id=by.id, at=consent.at, old=kind, new=answer, reason=words.strip())
    audit.record(by=by, event="consent.recorded", about=case, at=now, kind=kind, answer=answer)
    return consent


def _check_terms(terms: Terms, today: date) -> None:
    if not {*terms.agreed, *terms.declined} <= set(PURPOSES) or not set(terms.recipients) <= set(RECIPIENTS):
        raise Refused(_("Pilih dari daftar."))
    if terms.agreed and not terms.recipients:
        raise Refused(_("Pilih kepada siapa data boleh diserahkan."), field="recipients")
    if terms.until and terms.until < today:
        raise Refused(_("Hari ini sudah lewat."), field="until")
    if terms.evidence and terms.evidence not in EVIDENCE:
        raise Refused(_("Pilih dari daftar."), field="evidence")


@atomic
def withdraw_consent(*, by: Actor, consent_id: UUID, reason: str, now: datetime) -> Consent:
    """Record that somebody took the consent back (UU 27/2022 art. 9 and 40): from now on nothing more is given on it.

    What was lawfully given before stays on record.
    """
    rows = visible(by, P.READ_D3, Consent).select_for_update(of=("self",)).select_related("case")
    consent = rows.get(pk=consent_id)
    require(by, P.CASE_WORK, consent.case)
    if consent.withdrawn_at is not None:
        return consent
    if not reason.strip():
        raise Refused(_("Tulis siapa yang menarik persetujuan dan mengapa."), field="reason")
    consent.withdrawn_at = now
    consent.store("withdrawn_at")
    consent.case.happened("CONSENT_WITHDRAWN", by_id=by.id, at=now, old=consent.kind, reason=reason.strip())
    audit.record(by=by, event="consent.withdrawn", about=consent.case, at=now, reason=reason, kind=consent.kind)
    return consent
