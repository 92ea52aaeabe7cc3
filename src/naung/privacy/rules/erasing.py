"""What stays of a child that is erased: numbers, days and codes, so that figures and the trace stay right.

Every table that hangs on a child, a report or a case is emptied of it as a whole, unless it stands here with the
fields that stay; all its other fields are blanked. A new table is thus erased until somebody writes here why not.
"""

from datetime import date, datetime, timedelta

from django.db import models

from naung.core.backups import MONTHLY_FOR
from naung.core.text import Text

WALL = {"area_id", "office_id", "barred_user_ids", "barred_unit_ids"}

KEPT: dict[str, set[str]] = {
    "people.Child": WALL | {"sex", "current_case_id", "merged_into", "created_at"},
    "people.ChildKeys": {"child"},
    "intake.Report": WALL | {
        "number", "bundle_id", "status", "channel", "secrecy", "reporter_type", "received_at", "danger", "level",
        "opened_at", "opened_by_id", "triaged_at", "triaged_by_id", "outcome_at", "outcome_by_id", "passed_on_to",
        "case_id", "proposed_outcome", "repeat_of_id", "phrase", "session_id", "desk_until",
    },
    "intake.Triage": {
        "report", "forms", "tpks", "age_known", "rule_level", "score_low", "score_high", "decided_level",
        "decided_by_id", "lowered_reason", "saved_at", "saved_by_id",
    },
    "cases.Case": WALL | {
        "number", "child", "status", "stage", "level", "ppks", "ampk", "court_role", "forms", "report_received_at",
        "registered_at", "registered_by_id", "seen_at", "returned_at", "suspended_from", "suspended_reason",
        "review_date", "closed_at", "closed_reason",
    },
    "cases.Assignment": {"case", "user_id", "role", "from_at", "until_at", "assigned_by_id"},
    "cases.Closure": {
        "case", "way", "duplicate_of_id", "proposed_at", "proposed_by_id", "returned_at", "closed_at", "closed_by_id",
    },
    "cases.Visit": {"case", "kind", "at", "child_seen", "written_at", "by_id", "series_no"},
    "cases.Delivery": {"case", "service", "provider", "date", "by_id"},
    "cases.DangerFlag": {"case", "code", "raised_at", "raised_by_id", "ended_at", "ended_by_id"},
    "privacy.DataRequest": WALL | {
        "number", "case_id", "case_number", "child_id", "kind", "asker", "identity", "asked_at", "received_at",
        "received_by_id", "warn_at", "due_at", "division_at", "copied_at", "decided_at", "decided_by_id", "outcome",
        "ground",
    },
    "privacy.BreachPerson": {
        "breach", "child_id", "whom", "listed_at", "told_at", "way", "decided_at", "decided_by_id",
    },
    "duties.Deadline": WALL | {
        "rule", "sequence", "key", "report_id", "case_id", "session_id", "level", "amount", "unit", "started_at",
        "due_at", "warn_at", "division_at", "next_at", "warned_at", "late_at", "escalated_at", "met_at", "met_by_id",
        "dropped_at", "dropped_reason", "paused_at", "pauses",
    },
}  # fmt: skip

# Walled tables that hold nothing of a child on record.
ELSEWHERE = {
    "prevention.WatchedPupil": "a teacher's own notes under a word of hers; emptied by their own clock",
    "prevention.SignSeen": "parts of a teacher's own notes",
    "prevention.AbsenceList": "a school's list, gone within days, with its own key",
    "prevention.AbsentPupil": "rows of a school's list, gone within days",
    "privacy.Breach": "what happened to data of many; which children, stands beside it",
    "privacy.BreachAddition": "what was found out later; no child",
    "prevention.SessionFile": "lists and pictures of sessions for adults and classes; no child on record",
}

# Tables without a wall: those that the statements reach, and why nothing of an erased child is in the others.
UNWALLED = {
    "core.DataKey": "reached: the key goes, and with it every sealed word, in the trace too",
    "intake.Receipt": "reached: goes with the last report that it opens",
    "files.Blob": "reached: the bytes are thrown away; random name, kind and size stay",
    "access.Grant": "reached: ended; says who could see which id",
    "audit.Entry": "ids and codes; its words lie under the destroyed key",
    "audit.Batch": "hashes of entries",
    "privacy.Review": "which entry was judged how",
    "privacy.Erasure": "number, ground and who decided: the record that it was erased; asked for without names, sealed",
    "privacy.Hold": "number, days and who decided; asked for without names, sealed",
    "duties.OutboxMessage": "which of us was sent which fixed sentence; an id in `once`, which leads to nothing",
    "files.Upload": "who is sending how many bytes, for a day; what was hung somewhere is a blob",
    "procrastinate.ProcrastinateJob": "jobs carry the moment of the timetable only",
    **dict.fromkeys(
        (
            "procrastinate.ProcrastinateWorker", "procrastinate.ProcrastinateEvent",
            "procrastinate.ProcrastinatePeriodicDefer",
        ),
        "when which job ran",
    ),
    **dict.fromkeys(
        (
            "sessions.Session", "usersessions.UserSession", "core.Remembered", "account.EmailAddress",
            "account.EmailConfirmation", "mfa.Authenticator", "socialaccount.SocialApp", "socialaccount.SocialAccount",
            "socialaccount.SocialToken", "auth.Permission", "auth.Group", "auth.Group_permissions",
            "contenttypes.ContentType", "teams.User", "teams.Invitation", "teams.Absence", "teams.Shift", "teams.Team",
            "teams.Team_areas", "teams.Membership", "teams.RoleProposal", "prevention.Speaker",
            "prevention.CalendarKey",
        ),
        "people who work here, and how they sign in",
    ),
    **dict.fromkeys(
        ("core.CodeList", "core.Code", "places.Area", "teams.Organisation", "duties.Holiday"), "public facts"
    ),
    **dict.fromkeys(
        (
            "prevention.AwarenessSession", "prevention.SessionQuiz", "prevention.QuizAnswer", "prevention.PaperCount",
            "prevention.SessionContact", "prevention.Outreach", "prevention.OutreachStep", "prevention.RolloutPlan",
            "prevention.PlannedVisit", "prevention.Attendance", "prevention.SessionChange", "prevention.Commitment",
            "prevention.FollowUp",
        ),
        "sessions, plans and sums; nobody who listened or told is named",
    ),
}  # fmt: skip

# The law's grounds (UU 27/2022 Art. 8, 43 and 44): asked by the person, consent withdrawn, no longer needed, unlawful.
BASES = {
    "ASKED": Text("Diminta anak atau walinya (UU 27/2022 Pasal 8, 43)", "Asked by the child or guardian (art. 8, 43)"),
    "WITHDRAWN": Text("Persetujuan ditarik (UU 27/2022 Pasal 43)", "Consent was withdrawn (art. 43)"),
    "TERM": Text("Masa simpan habis (UU 27/2022 Pasal 44)", "The term of keeping is over (art. 44)"),
    "UNLAWFUL": Text("Diperoleh secara melawan hukum (UU 27/2022 Pasal 43)", "Collected unlawfully (art. 43)"),
}

NIGHT = timedelta(days=1)  # old backups are removed when the next one has been taken


def last_days(erased_at: datetime, keys_for: timedelta) -> tuple[date, date]:
    """The days on which the last backup of the child's key, and of its name in clear, will be gone."""
    return (erased_at + keys_for + NIGHT).date(), (erased_at + MONTHLY_FOR + NIGHT).date()


def blank(field: "models.Field[object, object]") -> str:
    """What a field that stays in its table holds after erasing, as SQL."""
    if field.null:
        return "NULL"
    value = field.get_default()
    if isinstance(value, bool):
        return str(value).upper()
    if value in ("", [], {}):
        return {"": "''", "[]": _empty(field), "{}": "'{}'"}[str(value)]
    raise TypeError(f"{field} can be neither kept nor blanked: say in KEPT what stays of it")


def _empty(field: "models.Field[object, object]") -> str:
    return "'[]'" if isinstance(field, models.JSONField) else "'{}'"
