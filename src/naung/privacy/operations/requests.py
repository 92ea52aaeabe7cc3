"""Taking in, answering and granting what a child or guardian asks about the child's data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.formats import local
from naung.core.ids import new_number
from naung.core.text import Text
from naung.duties import operations as duties
from naung.duties.queries import office_calendar
from naung.duties.rules import Clock, Moments, limit_for
from naung.people.models import Caregiver
from naung.privacy.models import DataRequest, RequestWords
from naung.privacy.queries import copying, requests
from naung.privacy.queries import guardian as known
from naung.privacy.queries.guardian import Family
from naung.privacy.rules.requests import DUTY, GROUNDS, Asker, Identity, Kind, Outcome, fits
from naung.teams import queries as teams

# One answer for no case, no guardian and a guardian who may be alleged.
NOT_TAKEN = Text(
    "Permintaan tidak dapat diterima dengan keterangan ini. Periksa nomor dan nama, atau tanyakan supervisor tim.",
    "The request cannot be taken by this. Check number and name, or ask the team's supervisor.",
)  # fmt: skip
WRONG_PROOF = Text(
    "Kuasa menunjukkan surat kuasa dan KTP; anak dan wali menunjukkan kartu atau dikenal petugas.",
    "A representative shows a letter and a card; child and guardian show a card or are known to the worker.",
)
NOT_YET = Text("Waktu ini belum tiba.", "This time has not come.")
ANSWERED = Text("Permintaan ini sudah dijawab.", "This request has been answered.")
NO_COPY = Text("Buat salinannya dahulu, lalu catat sudah diserahkan.", "Make the copy first, then record it as given.")
NOT_SAVED = Text(
    "Data anak belum diperbaiki sejak permintaan ini. Pekerja sosial memperbaikinya di halaman anak.",
    "The child's data have not been corrected since this request. The social worker does so on the child's page.",
)
NOT_ASKED = Text(
    "Penghapusan anak ini belum diajukan. Ajukan dahulu di Hapus data.",
    "Erasing this child has not been asked for. Ask for it under Erase data first.",
)
NO_GROUND = Text("Pilih dasar hukumnya.", "Choose the ground in law.")
NO_ANSWER = Text("Tulis jawaban yang dibaca pemohon.", "Write the answer that the person reads.")


@dataclass(frozen=True)
class Asked:
    """What is written down of a request when it comes in."""

    number: str
    kind: Kind
    asker: Asker
    name: str
    identity: Identity
    asked_at: datetime
    words: str = ""


@atomic
def receive_request(*, by: Actor, asked: Asked, now: datetime) -> DataRequest | None:
    """Take in what a child, a guardian or a representative asks about the child's data; the law's clock begins.

    UU 27/2022 art. 5 to 11. Nothing comes back for no case, no guardian and a guardian who may be alleged.
    """
    require(by, P.REQUEST_ANSWER)
    if not fits(asked.asker, asked.identity):
        raise Refused(WRONG_PROOF, field="identity")
    if asked.asked_at > now:
        raise Refused(NOT_YET, field="asked_at")
    family = known.family_of(asked.number)
    if family is None:
        audit.record(by=by, event="request.not-taken", at=now)
        return None
    with widened(family.ids):
        case = Case.objects.get(number=asked.number)
        guardian = known.guardian(family, asked.name) if asked.asker is Asker.GUARDIAN else None
        stranger = asked.asker is Asker.GUARDIAN and not (guardian and known.may_have(family, guardian))
    if stranger:
        audit.record(by=by, event="request.not-taken", at=now, about_id=case.pk)
        return None
    return _taken(by, asked, case, guardian, now)


def _taken(by: Actor, asked: Asked, case: Case, guardian: Caregiver | None, now: datetime) -> DataRequest:
    moments = _moments(asked)
    assert by.id is not None  # noqa: S101 - a person holds this role
    made = DataRequest.objects.create(
        number=new_number(), case_id=case.pk, case_number=case.number, child_id=case.child_id,
        caregiver_id=guardian.pk if guardian else None, kind=asked.kind, asker=asked.asker, identity=asked.identity,
        asked_at=asked.asked_at, received_at=now, received_by_id=by.id, warn_at=moments.warn_at,
        due_at=moments.due_at, division_at=moments.division_at, office_id=case.office_id,
        barred_user_ids=case.barred_user_ids, barred_unit_ids=case.barred_unit_ids,
    )  # fmt: skip
    name = guardian.name if guardian else asked.name.strip()
    RequestWords.objects.create(request=made, name=name, asked=asked.words.strip() or None)
    audit.record(by=by, event="request.received", about=made, at=now, kind=made.kind, case=case.pk)
    if asked.kind is Kind.CORRECTION:
        _tell_team(by, made, case, now)
    return made


def _moments(asked: Asked) -> Moments:
    limit = limit_for(DUTY[asked.kind], None, local(asked.asked_at).date())
    assert limit is not None  # noqa: S101 - the table has it for each level
    moments = Clock(asked.asked_at, limit).moments(office_calendar([limit]))
    assert moments is not None  # noqa: S101 - it is never paused
    return moments


def _tell_team(by: Actor, made: DataRequest, case: Case, now: datetime) -> None:
    people = teams.directory(now).people(Role.SUPERVISOR, case.team_id)
    duties.notify(
        by=by, to={*people, *([case.owner_id] if case.owner_id else [])}, kind="request.correction", about=case,
        now=now, once=f"request.correction:{made.pk}", number=case.number,
    )  # fmt: skip


@atomic
def export_copy(*, by: Actor, request_id: UUID, form: str, now: datetime) -> dict[str, copying.Rows]:
    """Make the copy of a child's data, without anybody else's and without a word of an inquiry.

    UU 27/2022 art. 7 and 32. Asked anew whether the guardian may be alleged: that may have come up since.
    """
    asked = _waiting(by, request_id)
    if asked.kind != Kind.COPY:
        raise NotAllowedNow(NO_COPY)
    family = known.family_of(asked.case_number)
    if family is None:
        raise NotAllowedNow(NOT_TAKEN)
    with widened(family.ids):
        if not _still_allowed(asked, family):
            audit.record(by=by, event="request.copy-refused", about=asked, at=now)
            return {}
        parts = copying.parts_of(asked, family)
    asked.copied_at = now
    asked.store("copied_at")
    audit.record(by=by, event="request.exported", about=asked, at=now, form=form, case=asked.case_id)
    return parts


def _still_allowed(asked: DataRequest, family: Family) -> bool:
    if asked.asker != Asker.GUARDIAN:
        return True
    guardian = Caregiver.objects.filter(pk__in=[asked.caregiver_id], ended_at=None).first()
    return guardian is not None and known.may_have(family, guardian)


@atomic
def answer_request(
    *, by: Actor, request_id: UUID, outcome: Outcome, answer: str, ground: str = "", now: datetime
) -> DataRequest:
    """Say what became of a request: granted, or not, on which ground, in words that the person reads.

    UU 27/2022 art. 15 and 33. A correction is granted once the child's page was saved, a copy once it was
    made, erasing once it was asked for: another person does it.
    """
    asked = _waiting(by, request_id)
    if not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    if outcome is Outcome.REFUSED and ground not in GROUNDS:
        raise Refused(NO_GROUND, field="ground")
    if outcome is Outcome.DONE:
        _check_done(asked)
    asked.outcome, asked.ground = outcome, ground if outcome is Outcome.REFUSED else ""
    asked.decided_at, asked.decided_by_id = now, by.id
    asked.store("outcome", "ground", "decided_at", "decided_by_id")
    if words := RequestWords.objects.filter(request=asked).first():  # erased with the child, if that was done first
        words.answer = answer.strip()
        words.store("answer")
    audit.record(by=by, event="request.answered", about=asked, at=now, outcome=outcome, ground=asked.ground)
    return asked


def _check_done(asked: DataRequest) -> None:
    if asked.kind == Kind.COPY and asked.copied_at is None:
        raise NotAllowedNow(NO_COPY)
    if asked.kind == Kind.CORRECTION and not requests.corrected(asked.child_id, asked.received_at):
        raise NotAllowedNow(NOT_SAVED)
    if asked.kind == Kind.ERASURE and not requests.to_be_erased(asked.child_id):
        raise NotAllowedNow(NOT_ASKED)


def _waiting(by: Actor, request_id: UUID) -> DataRequest:
    asked = requests.requests_of(by).select_for_update().get(pk=request_id)
    require(by, P.REQUEST_ANSWER, asked)
    if asked.decided_at is not None:
        raise NotAllowedNow(ANSWERED)
    return asked


@atomic
def note_paper(*, by: Actor, asked: DataRequest, paper: str, now: datetime) -> None:
    """Write down that the receipt or the letter of a request was printed."""
    require(by, P.REQUEST_ANSWER, asked)
    audit.record(by=by, event="request.printed", about=asked, at=now, paper=paper)
