"""What lies at rest, and how a record is sealed and opened again: three functions of the tables' owner.

Sealed is a matter of the walls: every row of the record loses its holder and its team, and with them everybody who
could see it. Who held what is kept in `privacy_term.was`, so that opening is the exact way back.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from naung.access.acting import MAY, setting
from naung.access.functions import Definer
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.access.rls import ids_of, words_of
from naung.access.rows import Rows, walled
from naung.intake.rules import SCREENED_OUT, ReportStatus
from naung.privacy.models import Term
from naung.privacy.queries.definers import bars
from naung.privacy.queries.erasing_sql import RECORDS_OF, REPORTS_OF, filled, reached_by

KEEPS_CLOCK = f"{words_of(MAY)} && ARRAY['{P.DUTY_KEEP}']"
OPENS = f"{words_of(MAY)} && ARRAY['{P.ERASE}', '{P.DUTY_KEEP}']"
OFFICES = ids_of(setting(P.READ_TERMS, Scope.OFFICE))
SCREENED = ", ".join(f"'{status}'" for status in SCREENED_OUT)
UNDECIDED = f"'{ReportStatus.RECEIVED}', '{ReportStatus.TRIAGED}'"

# A report tells of a child when it is tied to a case of it, or names the same number, or the same name and no other
# birth date; and so does a message of whoever reported. Reports that were erased tell of nobody. Each way by its own
# index.
TELLS = f"""
    SELECT report.status, coalesce(report.outcome_at, report.received_at) AS at
      FROM public.intake_report report WHERE report.case_id = ANY(one.cases)
    UNION ALL
    SELECT report.status, message.sent_at
      FROM public.intake_report report JOIN public.intake_message message ON message.report_id = report.id
     WHERE report.case_id = ANY(one.cases) AND NOT message.from_office
    UNION ALL
    SELECT report.status, report.received_at
      FROM (
          SELECT same.report_id
            FROM public.people_child child
            JOIN public.intake_reportedchild same ON same.nik_token = child.nik_token AND same.nik_token <> ''
           WHERE child.id = ANY(one.records)
          UNION
          SELECT named.report_id
            FROM public.people_child child
            JOIN public.intake_reportedchild named ON named.search_key = child.search_key AND named.search_key <> ''
           WHERE child.id = ANY(one.records)
             AND coalesce(named.birth_date = child.birth_date, position(' ' in child.search_key) > 0)
      ) told
      JOIN public.intake_report report ON report.id = told.report_id
     WHERE report.case_id IS NULL AND report.status <> '{ReportStatus.DRAFT}'
"""  # noqa: S608 - made of our own names

HELD = "hold.lifted_at IS NULL AND hold.until_date >= today"

# Children all of whose cases ended by a day, and reports that ended without a case by another, or of these only some;
# what was erased has no key. For the clock only.
LYING = Definer(
    name="privacy_lying",
    takes="today date, cases_by date, reports_by date, among uuid[]",
    gives=(
        "TABLE (id uuid, of_report boolean, number text, office_id uuid, barred_user_ids uuid[],"
        " barred_unit_ids uuid[], first_at timestamptz, last_at timestamptz, waits boolean, births jsonb)"
    ),
    body=f"""
    WITH root AS (
        SELECT child.id, child.office_id,
               ARRAY({RECORDS_OF % "child.id"}) AS records
          FROM public.people_child child
         WHERE child.merged_into_id IS NULL AND (among IS NULL OR child.id = ANY(among))
           AND {KEEPS_CLOCK} AND child.office_id = ANY({OFFICES})
           AND EXISTS (SELECT 1 FROM public.core_datakey held WHERE held.subject_id = child.id)
           AND NOT EXISTS (SELECT 1 FROM public.cases_case held WHERE held.child_id = child.id
                             AND (held.closed_at IS NULL OR held.closed_at::date > cases_by))
    ), one AS (
        SELECT root.*, ARRAY(SELECT held.id FROM public.cases_case held WHERE held.child_id = ANY(root.records)
                              ORDER BY held.closed_at DESC NULLS FIRST) AS cases
          FROM root
    )
    SELECT one.id, false, latest.number, one.office_id,
           ARRAY(SELECT DISTINCT unnest(held.barred_user_ids) FROM public.cases_case held
                  WHERE held.id = ANY(one.cases)),
           ARRAY(SELECT DISTINCT unnest(held.barred_unit_ids) FROM public.cases_case held
                  WHERE held.id = ANY(one.cases)),
           (SELECT min(held.report_received_at) FROM public.cases_case held WHERE held.id = ANY(one.cases)),
           greatest((SELECT max(held.closed_at) FROM public.cases_case held WHERE held.id = ANY(one.cases)),
                    (SELECT max(told.at) FROM ({TELLS}) told)),
           EXISTS (SELECT 1 FROM public.cases_case held WHERE held.id = ANY(one.cases) AND held.closed_at IS NULL)
           OR EXISTS (SELECT 1 FROM ({TELLS}) told WHERE told.status IN ({UNDECIDED}))
           OR EXISTS (SELECT 1 FROM public.privacy_datarequest asked
                       WHERE asked.child_id = ANY(one.records) AND asked.decided_at IS NULL)
           OR EXISTS (SELECT 1 FROM public.privacy_hold hold WHERE hold.child_id = ANY(one.records) AND {HELD}),
           (SELECT jsonb_agg(jsonb_build_array(child.birth_date, child.age_estimate, child.age_estimated_date))
              FROM public.people_child child WHERE child.id = ANY(one.records))
      FROM one JOIN public.cases_case latest ON latest.id = one.cases[1]
    UNION ALL
    SELECT report.id, true, report.number, report.office_id, report.barred_user_ids, report.barred_unit_ids,
           report.received_at,
           greatest(report.outcome_at, (SELECT max(message.sent_at) FROM public.intake_message message
                                         WHERE message.report_id = report.id AND NOT message.from_office)),
           EXISTS (SELECT 1 FROM public.privacy_hold hold WHERE hold.report_id = report.id AND {HELD}),
           '[]'::jsonb
      FROM public.intake_report report
     WHERE report.case_id IS NULL AND report.status IN ({SCREENED}) AND report.outcome_at::date <= reports_by
       AND (among IS NULL OR report.id = ANY(among))
       AND {KEEPS_CLOCK} AND report.office_id = ANY({OFFICES})
       AND EXISTS (SELECT 1 FROM public.core_datakey held WHERE held.subject_id = report.id)
    """,  # noqa: S608 - made of our own names
)

NAMES = {"children": "the_children", "cases": "the_cases", "reports": "the_reports"}
DECLARE = "DECLARE one public.privacy_term; the_children uuid[]; the_cases uuid[]; the_reports uuid[]; BEGIN"


def moved() -> Iterator[type[models.Model]]:
    """The tables with a holder and a team of their own that can tell of a child or a report."""
    for model, access in walled():
        if isinstance(access, Rows) and model is not Term and reached_by(model):
            yield model


# Locked like erasing; nothing is sealed under which a case is open.
SEAL_FIRST = f"""
    {DECLARE}
        SELECT * INTO one FROM public.privacy_term term
         WHERE term.id = asked AND term.sealed_at IS NULL AND {KEEPS_CLOCK} FOR UPDATE;
        the_children := ARRAY({RECORDS_OF % "one.id"});
        the_cases := ARRAY(SELECT held.id FROM public.cases_case held
                            WHERE held.child_id = ANY(the_children) ORDER BY held.id FOR UPDATE);
        PERFORM 1 FROM public.people_child child WHERE child.id = ANY(the_children) ORDER BY child.id FOR UPDATE;
        the_reports := ARRAY({REPORTS_OF.format(cases="the_cases")}
            UNION SELECT report.id FROM public.intake_report report
             WHERE report.id = one.id AND one.of_report AND report.case_id IS NULL AND report.status IN ({SCREENED}));
        IF one.id IS NULL OR the_cases || the_reports = '{{}}' OR EXISTS (
            SELECT 1 FROM public.cases_case held WHERE held.id = ANY(the_cases) AND held.closed_at IS NULL)
        THEN RETURN false; END IF;
"""  # noqa: S608 - made of our own names


def seal() -> Definer:
    """Take a record out of everybody's sight, for the clock."""
    steps = "".join(_taken(model) for model in moved())
    return Definer(
        name="privacy_seal", takes="asked uuid", gives="boolean", language="plpgsql", changes=True,
        body=f"""{SEAL_FIRST}
        UPDATE public.privacy_term SET was = '[]' WHERE id = asked;
        {filled(steps, NAMES)}
        UPDATE public.access_grant SET revoked_at = now(), revoked_code = 'SEALED'
         WHERE revoked_at IS NULL AND record_id = ANY(the_children || the_cases || the_reports);
        RETURN true;
    END
    """,  # noqa: S608 - made of our own names
    )  # fmt: skip


def _taken(model: Any) -> str:
    table, which = model._meta.db_table, f"({reached_by(model)}) AND (owner_id IS NOT NULL OR team_id IS NOT NULL)"
    return f"""
        UPDATE public.privacy_term SET was = was || coalesce((
            SELECT jsonb_agg(jsonb_build_object('of', '{table}', 'id', id, 'owner', owner_id, 'team', team_id))
              FROM public.{table} WHERE {which}), '[]') WHERE id = asked;
        UPDATE public.{table} SET owner_id = NULL, team_id = NULL WHERE {which};
    """  # noqa: S608 - made of our own names


def unseal() -> Definer:
    """Give a record back to who held it, for the clock and for whoever may erase and is not named in it herself."""
    steps = "".join(_given_back(model) for model in moved())
    return Definer(
        name="privacy_unseal", takes="asked uuid", gives="boolean", language="plpgsql", changes=True,
        body=f"""
    DECLARE one public.privacy_term; BEGIN
        SELECT * INTO one FROM public.privacy_term term
         WHERE term.id = asked AND term.sealed_at IS NOT NULL AND {OPENS} AND NOT {bars("term")} FOR UPDATE;
        IF one.id IS NULL THEN RETURN false; END IF;
        {steps}
        UPDATE public.privacy_term SET was = '[]' WHERE id = asked;
        RETURN true;
    END
    """,  # noqa: S608 - made of our own names
    )  # fmt: skip


def _given_back(model: Any) -> str:
    table = model._meta.db_table
    return f"""
        UPDATE public.{table} held SET owner_id = kept.owner, team_id = kept.team
          FROM jsonb_to_recordset(one.was) AS kept("of" text, id uuid, owner uuid, team uuid)
         WHERE kept."of" = '{table}' AND held.id = kept.id;
    """  # noqa: S608 - made of our own names
