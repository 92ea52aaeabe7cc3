"""What each address asks of whoever opens it, one line each: a permission of the matrix, or nothing but an account.

Of an address about a case or a report the permission must hold on that record; an operation behind it may ask for
more. `EVERYBODY` shows each person her own. An address without a line makes `test_every_address` fail.
"""

from naung.access.policy import Permission as P

EVERYBODY: frozenset[P] = frozenset()

LINES: dict[str, frozenset[P]] = {
    **dict.fromkeys(
        (
            "desk:today", "desk:search", "desk:notices", "desk:read-all", "cases:list", "teams:leave", "teams:own",
            "teams:resume", "teams:still-here", "teams:sessions", "teams:sessions-end", "teams:session-end",
            "teams:office-unlink",
        ),
        EVERYBODY,
    ),
    **dict.fromkeys(("teams:organisations", "teams:roster"), frozenset({P.OFFICE_READ})),
    **dict.fromkeys(("prevention:quiz", "prevention:quiz_screen", "prevention:quiz_slips"), frozenset({P.OFFICE_READ})),
    **dict.fromkeys(
        (
            "prevention:quiz_choose", "prevention:quiz_before", "prevention:quiz_after", "prevention:quiz_close",
            "prevention:quiz_paper",
        ),
        frozenset({P.SESSION_PLAN}),
    ),
    **dict.fromkeys(("desk:unheld", "cases:hand_over", "cases:assign", "cases:lend"), frozenset({P.CASE_ASSIGN})),
    **dict.fromkeys(("privacy:case_access", "privacy:access_end"), frozenset({P.CASE_ASSIGN})),
    "intake:entry_known": frozenset({P.CHILD_LOOK_UP}),
    **dict.fromkeys(("intake:begin", "intake:entry", "intake:entry_autosave"), frozenset({P.REPORT_FILE})),
    "intake:entry_discard": frozenset({P.REPORT_FILE}),
    **dict.fromkeys(
        (
            "intake:queue", "intake:ended", "intake:together", "intake:take_apart", "intake:set_apart",
            "intake:close_junk", "intake:take_back", "intake:junk", "intake:undo_junk",
            "intake:save", "intake:end", "intake:level", "intake:decide",
            "intake:send_on", "intake:known_children", "intake:told",
        ),
        frozenset({P.REPORT_TRIAGE}),
    ),
    **dict.fromkeys(("intake:say", "intake:phrase"), frozenset({P.REPORT_ANSWER})),
    **dict.fromkeys(("intake:triage", "intake:print", "prevention:concern-office"), frozenset({P.READ_D3})),
    **dict.fromkeys(
        ("prevention:concerns", "prevention:concern", "prevention:concern-answers", "prevention:concern-handover",
         "prevention:concern-hand-over", "prevention:absences", "prevention:absences-example",
         "prevention:absences-leave", "prevention:absences-end"), frozenset({P.CONCERN_RAISE})
    ),
    "prevention:concern-task-done": frozenset({P.SCHOOL_TASK_ANSWER}),
    "prevention:concern-task": frozenset({P.SCHOOL_TASK_GIVE}),
    **dict.fromkeys(("prevention:concern-breach", "prevention:concern-body"), frozenset({P.REPORT_TRIAGE})),
    "intake:reveal": frozenset({P.READ_D2, P.READ_D5, P.READ_D6}),
    **dict.fromkeys(("cases:pairs", "cases:pair", "cases:merged", "cases:pair_propose"), frozenset({P.CHILD_MERGE})),
    **dict.fromkeys(("cases:register", "cases:join"), frozenset({P.CASE_REGISTER})),
    **dict.fromkeys(("cases:file", "cases:people", "cases:documents"), frozenset({P.READ_D1})),
    **dict.fromkeys(
        ("cases:child", "cases:caregiver", "cases:people_add", "cases:people_end"), frozenset({P.READ_D2})
    ),
    **dict.fromkeys(
        (
            "cases:note", "cases:note_edit", "cases:visit", "cases:visit_edit", "cases:draft", "cases:safety",
            "cases:needs_met", "cases:consent", "cases:consent_withdraw",
            "cases:consent_receipt", "cases:share", "cases:danger", "cases:danger_end",
            "cases:level", "cases:level_keep", "cases:advance", "cases:stage", "cases:close", "cases:closure",
            "cases:close_return", "cases:suspend", "cases:resume", "cases:reopen", "cases:work", "cases:assessment",
            "cases:assessment_start", "cases:assessment_comparison", "cases:assessment_sheet",
            "cases:assessment_step", "cases:assessment_autosave", "cases:plan", "cases:plan_start",
            "cases:plan_version", "cases:plan_goal_new", "cases:plan_goal", "cases:plan_goal_remove",
            "cases:plan_action_new", "cases:plan_action", "cases:plan_action_remove", "cases:plan_tell",
            "cases:plan_submit", "cases:plan_withdraw", "cases:plan_approve", "cases:plan_return",
            "cases:plan_review", "cases:paper", "cases:tasks", "cases:deliver", "cases:begin_monitoring",
            "cases:action_outcome", "cases:action_reopen", "cases:goal_settled", "cases:reintegration",
            "cases:reintegration_decide", "cases:reintegration_return", "cases:return_visit",
        ),
        frozenset({P.READ_D3}),
    ),
    **dict.fromkeys(
        ("prevention:signs", "prevention:signs_pupil", "prevention:signs_forget"), frozenset({P.READ_CLASS_NOTES})
    ),
    **dict.fromkeys(("cases:legal", "cases:legal_done"), frozenset({P.READ_D5})),
    "privacy:emergency": frozenset({P.BREAK_GLASS}),
    **dict.fromkeys(("prevention:board", "prevention:place"), frozenset({P.OFFICE_READ})),
    **dict.fromkeys(
        (
            "prevention:plans", "prevention:plan", "prevention:kit", "prevention:kit-code", "prevention:kit-poster",
            "prevention:kit-slips", "prevention:kit-form",
        ),
        frozenset({P.SESSION_PLAN}),
    ),
    **dict.fromkeys(
        ("prevention:next", "prevention:plan-accept", "prevention:plan-drop"), frozenset({P.ROLLOUT_MANAGE})
    ),
    "privacy:requests": frozenset({P.READ_REQUESTS}),
    **dict.fromkeys(
        ("privacy:request_new", "privacy:request", "privacy:request_copy", "privacy:request_paper"),
        frozenset({P.REQUEST_ANSWER}),
    ),
    "privacy:processing": frozenset({P.PROCESSING_READ}),
    **dict.fromkeys(("privacy:breaches", "privacy:breach"), frozenset({P.READ_BREACHES})),
    **dict.fromkeys(("privacy:breach_new", "privacy:breach_change"), frozenset({P.BREACH_RECORD})),
    **dict.fromkeys(
        ("privacy:breach_person", "privacy:breach_paper", "privacy:breach_letter"), frozenset({P.BREACH_TELL})
    ),
    **dict.fromkeys(
        ("privacy:erasing", "privacy:erase", "privacy:erase_refuse", "privacy:holds", "privacy:hold_lift",
         "privacy:terms", "privacy:term_open", "privacy:term_erase"),
        frozenset({P.ERASE}),
    ),
    **dict.fromkeys(
        (
            "privacy:review", "privacy:judge", "privacy:unusual", "privacy:trace", "privacy:guardian",
            "privacy:access",
        ),
        frozenset({P.AUDIT_READ}),
    ),
    **dict.fromkeys(
        (
            "teams:team", "teams:team-new", "teams:team-page", "teams:team-change", "teams:back", "teams:skills",
            "teams:organisation-new", "teams:organisation", "teams:roster-fill", "teams:roster-copy", "teams:turn",
            "teams:turn-remove",
        ),
        frozenset({P.TEAM_MANAGE}),
    ),
    **dict.fromkeys(
        (
            "teams:lists", "teams:list", "teams:code", "teams:code-retire", "teams:code-restore",
            "teams:school-list", "teams:school-list-template",
        ),
        frozenset({P.LISTS_MANAGE}),
    ),
    **dict.fromkeys(
        (
            "desk:failed", "desk:resend", "teams:accounts", "teams:account-new", "teams:account",
            "teams:account-invite", "teams:account-factors", "teams:account-end", "teams:account-end-on",
            "teams:invitation-cancel", "teams:role-give", "teams:role-withdraw", "teams:role-end",
            "teams:role-end-on", "teams:account-lift",
        ),
        frozenset({P.ACCOUNTS_MANAGE}),
    ),
    **dict.fromkeys(
        ("teams:roles-waiting", "teams:role-proposal", "teams:role-confirm", "teams:role-refuse"),
        frozenset({P.ROLE_CONFIRM}),
    ),
    **dict.fromkeys(
        ("prevention:sessions", "prevention:month", "prevention:session", "prevention:session-letter"),
        frozenset({P.OFFICE_READ}),
    ),
    **dict.fromkeys(("files:uploads", "files:upload"), frozenset({P.FILE_SEND})),
    **dict.fromkeys(
        (
            *(f"files:laporan{part}" for part in ("", "-look", "-inside")),
            *(f"files:kasus{part}" for part in ("", "-look", "-inside")),
        ),
        frozenset({P.READ_D3}),
    ),
    **dict.fromkeys(
        ("prevention:session-files", "files:kegiatan-look", "files:kegiatan-inside"), frozenset({P.READ_SESSION_FILES})
    ),
    **dict.fromkeys(("files:kegiatan-describe", "files:kegiatan-remove"), frozenset({P.SESSION_PLAN})),
    **dict.fromkeys((f"files:laporan-{act}" for act in ("add", "describe", "remove")), frozenset({P.REPORT_TRIAGE})),
    **dict.fromkeys((f"files:kasus-{act}" for act in ("add", "describe", "remove")), frozenset({P.CASE_WORK})),
    **dict.fromkeys(
        (
            "prevention:session-new", "prevention:session-record", "prevention:session-change",
            "prevention:session-postpone", "prevention:session-cancel", "prevention:session-day",
            "prevention:session-keep", "prevention:session-story", "prevention:commitment-new",
            "prevention:commitment-kept", "prevention:session-follow-up", "prevention:feed-key", "prevention:feed-end",
        ),
        frozenset({P.SESSION_PLAN}),
    ),
}  # fmt: skip

# Where "not found" may mean that there is nothing of the kind, whoever asks: no such visit is due, no paper so named.
NOTHING_THERE = {
    "cases:return_visit", "cases:paper", "privacy:emergency", "teams:session-end", "teams:office-unlink", "teams:code",
    "prevention:signs_pupil", "prevention:signs_forget",
    "prevention:session-letter",
    "cases:pair", "cases:merged",  # of records that another supervisor may merge
    "privacy:request_paper",  # no letter before the answer
    *(f"files:laporan-{act}" for act in ("look", "inside")),  # the file hangs on one of the two reports
}  # fmt: skip
