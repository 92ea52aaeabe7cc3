"""How a child is erased, as the statements of the tables' owner: derived from the tables themselves."""

from collections.abc import Container, Iterator
from typing import Any, cast

from django.apps import apps
from django.db import models

from naung.access.acting import MAY, USER
from naung.access.functions import Definer
from naung.access.policy import Permission as P
from naung.access.rls import user_of, words_of
from naung.access.rows import walled
from naung.cases.models import Case
from naung.intake.models import Report
from naung.intake.rules import SCREENED_OUT, ReportStatus
from naung.people.models import Child
from naung.privacy.queries.definers import OF_ONE_CHILD, bars
from naung.privacy.rules.erasing import ELSEWHERE, KEPT, blank

Model = type[models.Model]
OF = {Child: "{children}", Report: "{reports}", Case: "{cases}"}
LOOSE = {"child_id": "{children}", "other_child_id": "{children}", "report_id": "{reports}", "case_id": "{cases}"}
FILES = ("intake.ReportFile", "cases.CaseFile")
BY_HAND = {
    "duties.Notice": "about_id = ANY({children} || {cases} || {reports})",
    "privacy.Term": "id = ANY({children} || {reports})",
    "privacy.RequestWords": "request_id IN (SELECT id FROM privacy_datarequest WHERE child_id = ANY({children}))",
}
# A receipt opens all reports that were told at once: it goes with the last of them.
RECEIPTS = """DELETE FROM intake_receipt held USING intake_report report
    WHERE report.id = ANY({reports}) AND held.bundle_id = report.bundle_id AND NOT EXISTS (
        SELECT 1 FROM intake_report other JOIN core_datakey ON core_datakey.subject_id = other.id
         WHERE other.bundle_id = held.bundle_id)"""
# Ways from one child to another: what hangs there is the other's.
ACROSS = {"merged_into", "current_case_id", "duplicate_of_id", "repeat_of_id"}


def statements(there: Container[tuple[str, str]] | None = None) -> Iterator[str]:
    """What empties every table of these children, cases and reports; a second time it changes nothing.

    `there` names the tables and columns of an older database, where some may be missing.
    """
    yield from _files(there)
    yield from _links(there)
    for model, _ in walled():
        if model._meta.label not in ELSEWHERE:
            yield from _emptied(model, there)
    yield (
        "UPDATE access_grant SET revoked_at = now(), revoked_code = 'ERASED' WHERE revoked_at IS NULL"
        " AND record_id = ANY({children} || {cases} || {reports})"
    )
    yield "DELETE FROM core_datakey WHERE subject_id = ANY({children} || {reports})"
    yield RECEIPTS


def filled(statement: str, names: dict[str, str]) -> str:
    """A statement with what its three lists of ids are called."""
    for what, name in names.items():
        statement = statement.replace(f"{{{what}}}", name)
    return statement


def reached_by(model: Model) -> str:
    """Which rows of a table tell of these children, cases and reports; empty where none can."""
    if model in OF:
        return f"id = ANY({OF[model]})"
    if by_hand := BY_HAND.get(model._meta.label):
        return by_hand
    return " OR ".join(f"{field.column} = ANY({of})" for field, of in _ways(model))


def _ways(model: Model) -> Iterator[tuple["models.Field[object, object]", str]]:
    for field in model._meta.concrete_fields:
        of = OF.get(cast("Any", field.related_model)) or LOOSE.get(str(field.column))
        if of and field.name not in ACROSS:
            yield field, of


def _emptied(model: Model, there: Container[tuple[str, str]] | None) -> Iterator[str]:
    table, which = model._meta.db_table, reached_by(model)
    if not which:
        raise TypeError(f"{model._meta.label}: say in erasing.ELSEWHERE why it holds nothing of a child")
    if not _has(there, table, "id"):
        return
    kept = KEPT.get(model._meta.label)
    if kept is None:
        yield f"DELETE FROM {table} WHERE {which}"
        return
    blanked = [field for field in blanked_of(model, kept) if _has(there, table, str(field.column))]
    if blanked:
        yield f"UPDATE {table} SET {', '.join(f'{f.column} = {blank(f)}' for f in blanked)} WHERE {which}"


def blanked_of(model: Model, kept: set[str]) -> list["models.Field[object, object]"]:
    """The fields of a table that stays which do not stay."""
    fixed = kept | {"id", "version"}
    return [field for field in model._meta.concrete_fields if not {field.name, field.attname} & fixed]


def _has(there: Container[tuple[str, str]] | None, table: str, column: str) -> bool:
    return there is None or (table, column) in there


def _files(there: Container[tuple[str, str]] | None) -> Iterator[str]:
    """The bytes: thrown away once this is settled, at the latest by the sweeper. They open no more in any case."""
    for label in FILES:
        model = apps.get_model(label)
        if _has(there, model._meta.db_table, "blob_id"):
            yield (
                "UPDATE files_blob SET state = 'REMOVED', gone_at = coalesce(gone_at, now()) WHERE id IN"
                f" (SELECT blob_id FROM {model._meta.db_table} WHERE {reached_by(model)})"
            )


def files_of() -> str:
    """The files that hang on these cases and reports, as a question."""
    models_of = [apps.get_model(label) for label in FILES]
    return " UNION ".join(f"SELECT blob_id FROM {one._meta.db_table} WHERE {reached_by(one)}" for one in models_of)


def _links(there: Container[tuple[str, str]] | None) -> Iterator[str]:
    """Another child's household keeps its line, and points to nobody."""
    if _has(there, "people_householdmember", "known_child_id"):
        yield "UPDATE people_householdmember SET known_child_id = NULL WHERE known_child_id = ANY({children})"


ERASES = f"{words_of(MAY)} && ARRAY['{P.ERASE}']"

# All records of one child, those merged too.
RECORDS_OF = f"""
    WITH RECURSIVE begun AS (SELECT id, merged_into_id FROM public.people_child WHERE id = %s), {OF_ONE_CHILD}
    SELECT id FROM records
"""

REPORTS_OF = "SELECT report.id FROM public.intake_report report WHERE report.case_id = ANY({cases})"

SCREENED = ", ".join(f"'{status}'" for status in SCREENED_OUT)

# The child of a case by its number, or a report without a case; whether something of it is open. For whoever may erase
# and is not named in it herself.
ERASABLE = Definer(
    name="privacy_erasable",
    takes="asked text",
    gives="TABLE (child_id uuid, report_id uuid, is_open boolean, records uuid[])",
    body=f"""
    SELECT held.child_id, NULL::uuid,
           EXISTS (SELECT 1 FROM public.cases_case other
                    WHERE other.child_id = ANY(one.records) AND other.status <> 'CLOSED'),
           one.records
      FROM public.cases_case held
      CROSS JOIN LATERAL (SELECT ARRAY({RECORDS_OF % "held.child_id"}) AS records) one
     WHERE held.number = asked AND {ERASES} AND NOT EXISTS (
           SELECT 1 FROM public.cases_case named
            WHERE named.child_id = ANY(one.records) AND {bars("named")})
    UNION ALL
    SELECT NULL, report.id, report.status NOT IN ({SCREENED}), ARRAY[report.id]
      FROM public.intake_report report
     WHERE report.number = asked AND report.case_id IS NULL AND report.status <> '{ReportStatus.DRAFT}'
       AND {ERASES} AND NOT {bars("report")}
    """,
)


# Of what somebody else asked for, nothing of it open, kept, or about whoever decides. Locks in the order of merging.
ERASE_FIRST = f"""
    DECLARE the_child uuid; the_report uuid; the_children uuid[]; the_cases uuid[]; the_reports uuid[];
            the_files uuid[];
    BEGIN
        SELECT erasure.child_id, erasure.report_id INTO the_child, the_report FROM public.privacy_erasure erasure
         WHERE erasure.id = asked AND erasure.state = 'ASKED' AND erasure.asked_by_id <> {user_of(USER)}
           AND {ERASES} FOR UPDATE;
        the_children := ARRAY({RECORDS_OF % "the_child"});
        the_cases := ARRAY(SELECT held.id FROM public.cases_case held
                            WHERE held.child_id = ANY(the_children) ORDER BY held.id FOR UPDATE);
        PERFORM 1 FROM public.people_child child WHERE child.id = ANY(the_children) ORDER BY child.id FOR UPDATE;
        PERFORM 1 FROM public.intake_report report WHERE report.id = the_report FOR UPDATE;
        IF coalesce(the_child, the_report) IS NULL
           OR EXISTS (SELECT 1 FROM public.cases_case held
                       WHERE held.id = ANY(the_cases) AND (held.status <> 'CLOSED' OR {bars("held")}))
           OR EXISTS (SELECT 1 FROM public.intake_report report WHERE report.id = the_report AND
                         (report.case_id IS NOT NULL OR report.status NOT IN ({SCREENED}) OR {bars("report")}))
           OR EXISTS (SELECT 1 FROM public.privacy_hold hold
                       WHERE (hold.child_id = ANY(the_children) OR hold.report_id = the_report)
                         AND hold.lifted_at IS NULL AND hold.until_date >= today)
        THEN RETURN; END IF;
        the_reports := ARRAY({REPORTS_OF.format(cases="the_cases")})
            || CASE WHEN the_report IS NULL THEN '{{}}' ELSE ARRAY[the_report] END;
"""
ERASE_LAST = """
        RETURN QUERY SELECT 'child', unnest(the_children) UNION ALL SELECT 'report', unnest(the_reports)
            UNION ALL SELECT 'file', unnest(the_files);
    END
"""


def erase() -> Definer:
    """The erasing itself, in the owner's name."""
    names = {"children": "the_children", "cases": "the_cases", "reports": "the_reports"}
    steps = f"        the_files := ARRAY({filled(files_of(), names)});\n"
    steps += "".join(f"        {filled(statement, names)};\n" for statement in statements())
    return Definer(
        name="privacy_erase",
        takes="asked uuid, today date",
        gives="TABLE (kind text, subject uuid)",
        language="plpgsql",
        changes=True,
        body=f"{ERASE_FIRST}{steps}{ERASE_LAST}",
    )
