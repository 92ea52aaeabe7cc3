"""What the triage sheet and the report of a child say, as far as registration needs it."""

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core import reference
from naung.intake.models import Report, ReportedChild, Triage
from naung.intake.rules.answers import Answer, Answers
from naung.people.rules import ChildFacts


def answers_of(sheet: Triage) -> Answers:
    """The sheet as the triage rule reads it, with what follows from its answers."""
    given = {code: Answer(answer) for code, answer in sheet.answers.items() if answer in set(Answer)}
    dangers, risks = reference.codes("bahaya"), reference.codes("faktor_risiko")
    return Answers(
        forms=frozenset(sheet.forms),
        sexual_types=frozenset(sheet.tpks),
        dangers={code: answer for code, answer in given.items() if code in dangers},
        risks={code: answer for code, answer in given.items() if code in risks},
    ).settled()


def forms_of(sheet: Triage) -> list[str]:
    """The forms of violence on the sheet; every sexual type is also recorded as sexual violence."""
    return sorted(answers_of(sheet).forms)


def dangers_of(sheet: Triage) -> list[str]:
    """The danger flags answered with yes."""
    return sorted(code for code, answer in answers_of(sheet).dangers.items() if answer is Answer.YES)


def reported_child(by: Actor, report: Report) -> ChildFacts:
    """Who the child is, as far as the report says."""
    told = visible(by, P.READ_D2, ReportedChild).filter(report=report).first()
    if told is None:
        return ChildFacts()
    told.report = report
    held = {name: getattr(told, name) for name in ChildFacts().identity()}
    return ChildFacts(
        **{**held, "nik": told.nik or "", "kk": told.kk or "", "disabilities": tuple(told.disabilities),
           "languages": tuple(told.languages)}
    )  # fmt: skip
