"""Giving and taking roles. A role that opens much takes two people: one proposes, a second one confirms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from naung.access import operations as grants
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.teams import queries
from naung.teams.models import Membership, Organisation, OrganisationKind, RoleProposal, SchoolFunction, Team
from naung.teams.queries.accounts import active_account, lasting_administrators, not_ended
from naung.teams.rules.accounts import ROLE_TEXTS, fits
from naung.teams.rules.roles import WAITS_FOR, takes_two

WRONG_UNIT = Text("Peran ini tidak ada di bagian itu.", "This role does not belong to that unit.")
HELD_ALREADY = Text("Orang ini sudah memegang peran itu di sana.", "This person holds that role there already.")
WAITS_ALREADY = Text(
    "Peran itu sudah diusulkan dan menunggu orang kedua.",
    "That role is proposed already and waits for a second person.",
)
NO_REASON = Text(
    "Tuliskan alasannya: peran ini menunggu orang kedua, dan orang itu membacanya.",
    "Write down why: this role waits for a second person, who reads it.",
)
NO_SCHOOL = Text("Pilih sekolah tempat orang ini bekerja.", "Choose the school where this person works.")
NO_FUNCTION = Text("Pilih tugas orang ini di sekolah.", "Choose what this person does in the school.")
NO_ANSWER = Text("Tuliskan alasan penolakan.", "Write down why you refuse.")
PAST = Text("Hari terakhir harus sesudah hari ini.", "The last day must be after today.")
DECIDED = Text("Usulan ini sudah tidak menunggu lagi.", "This proposal does not wait any more.")
SECOND_PERSON = Text(
    "Usulan ini diputuskan oleh orang kedua: bukan yang mengusulkan, dan bukan yang menerima perannya.",
    "A second person decides: not who proposed it, and not who receives the role.",
)
ONLY_SOONER = Text(
    "Hari terakhir hanya dapat dimajukan. Untuk memperpanjang, berikan peran itu sekali lagi.",
    "The last day can only be moved forward. To hold it longer, give the role once more.",
)
LAST_ADMIN = Text(
    "Ini pengelola akun yang terakhir tanpa hari terakhir.", "This is the last administrator without a last day."
)
LONGEST = 300


@atomic
def give_role(
    *,
    by: Actor,
    user_id: UUID,
    role: Role,
    team_id: UUID | None,
    now: datetime,
    until_at: datetime | None = None,
    reason: str = "",
    school_id: UUID | None = None,
    function: str = "",
) -> Membership | RoleProposal:
    """Give somebody one more role, in a unit or in the whole office, for good or until a moment.

    Whoever works in a school is given hers with the school and what she does there.

    A role that opens D4 to D7, or watches over roles, is only proposed: it is held when a second person has
    confirmed it. Only the administrator may; the operator on the server needs no second person.
    """
    require(by, P.ACCOUNTS_MANAGE)
    active_account(user_id)
    team = Team.objects.get(pk=team_id, closed_at=None) if team_id else None
    if role not in ROLE_TEXTS or not fits(role, team.kind if team else None):
        raise Refused(WRONG_UNIT, field="team")
    if until_at is not None and until_at <= now:
        raise Refused(PAST, field="until")
    place = _school(role, school_id, function)
    held = not_ended(now).filter(user=user_id, role=role, team=team, school=place.get("school_id"))
    if any(one.until_at is None or (until_at and until_at <= one.until_at) for one in held):
        raise Refused(HELD_ALREADY, field="role")
    if takes_two(role) and P.ROLE_GIVE_ALONE not in by.may:
        return _propose(by, user_id, role, team, until_at, reason.strip()[:LONGEST], now)
    return _give(by, user_id, role, team_id, until_at, now, place)


def _school(role: Role, school_id: UUID | None, function: str) -> dict[str, Any]:
    """Where in a school the role is held; nothing for a role of the office."""
    if role != Role.SCHOOL:
        return {}
    if (
        school_id is None
        or not Organisation.objects.filter(pk=school_id, kind=OrganisationKind.SCHOOL, closed_date=None).exists()
    ):
        raise Refused(NO_SCHOOL, field="school")
    if function not in SchoolFunction:
        raise Refused(NO_FUNCTION, field="function")
    return {"school_id": school_id, "school_function": function}


@atomic
def confirm_role(*, by: Actor, proposal_id: UUID, now: datetime) -> Membership:
    """The second person's yes: from now on the role is held.

    Whoever holds ROLE_CONFIRM may, but neither who proposed it nor who receives it.
    """
    proposal = _as_second_person(by, proposal_id, now)
    active_account(proposal.user_id)
    _decide(by, proposal, RoleProposal.Outcome.CONFIRMED, now)
    audit.record(
        by=by, event="account.role-confirmed", about_id=proposal.user_id, at=now, role=proposal.role,
        team=proposal.team_id, proposed_by=proposal.proposed_by_id,
    )  # fmt: skip
    return _give(by, proposal.user_id, Role(proposal.role), proposal.team_id, proposal.until_at, now)


@atomic
def refuse_role(*, by: Actor, proposal_id: UUID, why: str, now: datetime) -> RoleProposal:
    """The second person's no, with the reason that the administrator reads. Who may confirm may refuse."""
    proposal = _as_second_person(by, proposal_id, now)
    if not why.strip():
        raise Refused(NO_ANSWER, field="why")
    proposal.answer = why.strip()[:LONGEST]
    _decide(by, proposal, RoleProposal.Outcome.REFUSED, now)
    audit.record(by=by, event="account.role-refused", about_id=proposal.user_id, at=now, role=proposal.role)
    return proposal


@atomic
def withdraw_role(*, by: Actor, proposal_id: UUID, now: datetime) -> RoleProposal:
    """Take a proposal back before anybody decided. Only an administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    proposal = _waiting(proposal_id, now)
    _decide(by, proposal, RoleProposal.Outcome.WITHDRAWN, now)
    audit.record(by=by, event="account.role-withdrawn", about_id=proposal.user_id, at=now, role=proposal.role)
    return proposal


@atomic
def expire_roles(*, by: Actor, now: datetime) -> int:
    """Close the proposals that nobody decided in a week. Only the clock may. Returns how many."""
    require(by, P.DUTY_KEEP)
    return _expire(by, RoleProposal.objects.all(), now)


@atomic
def end_role(*, by: Actor, membership_id: UUID, now: datetime, at: datetime | None = None) -> Membership:
    """Take a role back, now or from a later moment on, and with it what she was let into under it.

    Only the administrator may; one administrator without an end stays. An end is only ever moved forward: to hold a
    role longer it is given once more. What the person holds stays where it is; the clock lays it before the
    supervisors.
    """
    require(by, P.ACCOUNTS_MANAGE)
    held, until = not_ended(now).select_for_update().get(pk=membership_id), at or now
    if held.role == Role.ADMIN and not lasting_administrators().exclude(pk=held.pk).exists():
        raise NotAllowedNow(LAST_ADMIN)
    if until < now or (held.until_at is not None and until > held.until_at):
        raise Refused(ONLY_SOONER, field="until")
    held.until_at = until
    held.store("until_at")
    if until <= now:
        _revoke_under(by, held, now)
    audit.record(
        by=by, event="account.role-ended", about_id=held.user_id, at=now, role=held.role, team=held.team_id, until=until
    )
    return held


def _revoke_under(by: Actor, held: Membership, now: datetime) -> None:
    """What was given to somebody under a role goes with it, unless she holds the role elsewhere still."""
    if not not_ended(now).filter(user=held.user_id, role=held.role).exists():
        grants.revoke_all(by=by, user_id=held.user_id, role=Role(held.role), now=now)


def _propose(
    by: Actor, user_id: UUID, role: Role, team: Team | None, until_at: datetime | None, reason: str, now: datetime
) -> RoleProposal:
    assert by.id is not None  # noqa: S101 - whoever is no person gives alone
    if not reason:
        raise Refused(NO_REASON, field="reason")
    same = RoleProposal.objects.filter(user=user_id, role=role, team=team, decided_at=None)
    _expire(by, same, now)
    if same.exists():
        raise Refused(WAITS_ALREADY, field="role")
    proposal = RoleProposal.objects.create(
        user_id=user_id, role=role, office=queries.office(), team=team, until_at=until_at, reason=reason,
        proposed_by_id=by.id, proposed_at=now, expires_at=now + WAITS_FOR,
    )  # fmt: skip
    audit.record(
        by=by, event="account.role-proposed", about_id=user_id, at=now, role=role, team=team.pk if team else None
    )
    return proposal


def _give(
    by: Actor, user_id: UUID, role: Role, team_id: UUID | None, until_at: datetime | None, now: datetime,
    place: Mapping[str, Any] | None = None,
) -> Membership:  # fmt: skip
    """The role is held from now on; one that ends later anyway goes on instead."""
    place = place or {}
    ending = not_ended(now).select_for_update().filter(user=user_id, role=role, team=team_id, until_at__isnull=False)
    ending = ending.filter(school=place.get("school_id"))
    held = ending.first()
    try:
        with transaction.atomic():
            if held is None:
                held = Membership.objects.create(
                    user_id=user_id, role=role, office=queries.office(), team_id=team_id, from_at=now,
                    until_at=until_at, **place,
                )  # fmt: skip
            else:
                held.until_at = until_at
                held.store("until_at")
    except IntegrityError:
        raise Refused(HELD_ALREADY, field="role") from None
    audit.record(by=by, event="account.role-given", about_id=user_id, at=now, role=role, team=team_id, until=until_at)
    return held


def _as_second_person(by: Actor, proposal_id: UUID, now: datetime) -> RoleProposal:
    require(by, P.ROLE_CONFIRM)
    proposal = _waiting(proposal_id, now)
    if by.id in {proposal.proposed_by_id, proposal.user_id}:
        raise NotAllowedNow(SECOND_PERSON)
    return proposal


def _waiting(proposal_id: UUID, now: datetime) -> RoleProposal:
    proposal = RoleProposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.decided_at is not None or proposal.expires_at <= now:
        raise NotAllowedNow(DECIDED)
    return proposal


def _expire(by: Actor, proposals: QuerySet[RoleProposal], now: datetime) -> int:
    past = list(proposals.select_for_update().filter(decided_at=None, expires_at__lte=now))
    for proposal in past:
        _decide(by, proposal, RoleProposal.Outcome.EXPIRED, now)
        audit.record(by=by, event="account.role-expired", about_id=proposal.user_id, at=now, role=proposal.role)
    return len(past)


def _decide(by: Actor, proposal: RoleProposal, outcome: RoleProposal.Outcome, now: datetime) -> None:
    proposal.outcome, proposal.decided_by_id, proposal.decided_at = outcome, by.id, now
    proposal.store("outcome", "decided_by", "decided_at", "answer")
