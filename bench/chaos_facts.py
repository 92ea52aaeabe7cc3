"""What must hold in the database whatever was killed: what was acknowledged is there, once, and nothing is half."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from bench.chaos_clients import Save

# How often what was saved is there, by its mark.
KEPT = {
    "report": """
        SELECT child.name FROM intake_reportedchild AS child JOIN intake_report AS report ON report.id = child.report_id
         WHERE report.status <> 'DRAFT'
    """,
    "draft": "SELECT about_id::text FROM audit_entry WHERE event = 'report.draft-begun'",
    "sheet": "SELECT DISTINCT about_id::text FROM audit_entry WHERE event = 'report.triage-saved'",
    "triage": "SELECT id::text FROM intake_report WHERE triaged_at IS NOT NULL",
    "outcome": "SELECT id::text FROM intake_report WHERE outcome_at IS NOT NULL",
    "visit": "SELECT id::text FROM cases_visit",
}

# Rows that were written in part: each statement must find nothing.
HALF = {
    "a report without its story": """
        SELECT r.id FROM intake_report r LEFT JOIN intake_story s ON s.report_id = r.id
         WHERE r.status <> 'DRAFT' AND s.id IS NULL
    """,
    "a report without its child": """
        SELECT r.id FROM intake_report r LEFT JOIN intake_reportedchild c ON c.report_id = r.id
         WHERE r.status <> 'DRAFT' AND c.id IS NULL
    """,
    "a report without its sheet": """
        SELECT r.id FROM intake_report r LEFT JOIN intake_triage t ON t.report_id = r.id
         WHERE r.status <> 'DRAFT' AND t.id IS NULL
    """,
    "a report without a clock": """
        SELECT r.id FROM intake_report r
         WHERE r.status <> 'DRAFT' AND NOT EXISTS (SELECT 1 FROM duties_deadline d WHERE d.report_id = r.id)
    """,
    "a report without exactly one entry of its receipt": """
        SELECT r.id FROM intake_report r
          LEFT JOIN audit_entry e ON e.about_id = r.id AND e.event = 'report.received'
         WHERE r.status <> 'DRAFT' GROUP BY r.id HAVING count(e.id) <> 1
    """,
    "a report of the public without its receipt": """
        SELECT r.id FROM intake_report r LEFT JOIN intake_receipt c ON c.bundle_id = r.bundle_id
         WHERE r.channel = 'WEB' AND c.id IS NULL
    """,
    "a sent report whose draft still holds what was typed": """
        SELECT r.id FROM intake_report r JOIN intake_draft d ON d.report_id = r.id
         WHERE r.status <> 'DRAFT' AND d.fields IS NOT NULL
    """,
    "an end of triage without exactly one entry": """
        SELECT r.id FROM intake_report r
          LEFT JOIN audit_entry e ON e.about_id = r.id AND e.event = 'report.triaged'
         WHERE r.triaged_at IS NOT NULL GROUP BY r.id HAVING count(e.id) <> 1
    """,
    "an ended report with an unmet triage clock": """
        SELECT r.id FROM intake_report r JOIN duties_deadline d ON d.report_id = r.id
         WHERE r.outcome_at IS NOT NULL AND d.rule LIKE 'triage%' AND d.met_at IS NULL AND d.dropped_at IS NULL
    """,
    "a visit without exactly one entry": """
        SELECT v.id FROM cases_visit v
          LEFT JOIN audit_entry e ON e.event = 'visit.recorded' AND e.details->>'visit' = v.id::text
         GROUP BY v.id HAVING count(e.id) <> 1
    """,
    "a case without a clock": """
        SELECT c.id FROM cases_case c WHERE NOT EXISTS (SELECT 1 FROM duties_deadline d WHERE d.case_id = c.id)
    """,
    "a case without a child": """
        SELECT c.id FROM cases_case c LEFT JOIN people_child p ON p.id = c.child_id WHERE p.id IS NULL
    """,
    "a duty that the clock passed on twice": """
        SELECT step FROM audit_entry e, jsonb_array_elements_text(e.details->'steps') step
         WHERE e.event = 'duty.checked' GROUP BY step HAVING count(*) > 1
    """,
    "a notice that stands twice": "SELECT once FROM duties_notice GROUP BY once HAVING count(*) > 1",
    "a message that stands twice": "SELECT once FROM duties_outboxmessage GROUP BY once HAVING count(*) > 1",
    "a job that nobody does or will do": """
        SELECT id FROM procrastinate_jobs
         WHERE status = 'doing' AND (worker_id IS NULL OR worker_id NOT IN (SELECT id FROM procrastinate_workers))
    """,
}

SENT = "SELECT id::text FROM duties_outboxmessage WHERE sent_at IS NOT NULL"
UNSENT = "SELECT count(*) FROM duties_outboxmessage WHERE sent_at IS NULL AND failed_at IS NULL"


def mails(url: str, came: Counter[str]) -> dict[str, Any]:
    """Of what the outbox calls sent: what no mail server ever saw, and how much it saw twice.

    Twice is no fault: a worker that is killed between the server's word and its own note sends again, and the
    identifier says that it is the same message.
    """
    with psycopg.connect(url) as connection:
        sent = {row[0] for row in connection.execute(SENT)}
        (waiting,) = connection.execute(UNSENT).fetchone() or (0,)
    return {
        "mails": len(sent), "mails_lost": sorted(sent - came.keys()), "mails_waiting": waiting,
        "mails_doubled": sum(count > 1 for count in came.values()),
    }  # fmt: skip


def half(url: str) -> dict[str, set[Any]]:
    """Every half-written thing, by its kind."""
    with psycopg.connect(url) as connection:
        return {name: {row[0] for row in connection.execute(sql.SQL(text))} for name, text in HALF.items()}  # type: ignore[arg-type]


def compared(url: str, saves: Sequence[Save]) -> tuple[list[Save], list[Save]]:
    """What was acknowledged and is not there, and what is there more than once."""
    lost: list[Save] = []
    doubled: list[Save] = []
    with psycopg.connect(url) as connection:
        for kind, text in KEPT.items():
            there = Counter(row[0] for row in connection.execute(sql.SQL(text)))  # type: ignore[arg-type]
            wanted = [save for save in saves if save.kind == kind]
            lost += [save for save in wanted if not there[save.mark]]
            doubled += [save for save in wanted if there[save.mark] > 1]
    return lost, doubled
