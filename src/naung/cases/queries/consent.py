"""What was agreed to about a child, what was given on it, and what ends soon."""

from datetime import date

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.access.queries import under, visible
from naung.cases.models import Case, Consent, Disclosure
from naung.cases.rules.consent import WARN_BEFORE, why_not
from naung.core.text import Text
from naung.people.models import Child
from naung.people.rules import age_now


def words_of(actor: Actor, case: Case) -> list[Consent]:
    """Every recorded word of a case, the newest last."""
    return list(under(actor, P.READ_D3, Consent, case).order_by("at", "pk"))


def given_away(actor: Actor, case: Case) -> list[Disclosure]:
    """What was given outside the office, the newest first."""
    return list(under(actor, P.READ_D3, Disclosure, case).order_by("-at", "-pk"))


def hindrance(actor: Actor, case: Case, purpose: str, recipient: str, today: date) -> Text | None:
    """Why nothing may be given to this recipient for this purpose; nothing when it may."""
    child = visible(actor, P.READ_D2, Child).filter(pk=case.child_id).first()
    age = _age(child, today) if child else None
    return why_not(words_of(actor, case), purpose, recipient, age=age, today=today)


def _age(child: Child, today: date) -> int | None:
    return age_now(today, birth_date=child.birth_date, estimate=child.age_estimate, estimated=child.age_estimated_date)


def ending(actor: Actor, today: date) -> list[Consent]:
    """Consents in the actor's own open cases that end soon or have ended, and that nothing newer of its kind renews."""
    rows = visible(actor, P.READ_D3, Consent)
    found = rows.filter(
        case__owner_id__in=sorted(actor.ids(P.CASE_WORK, Scope.OWN)), case__closed_at=None, given=True,
        withdrawn_at=None, until_date__lte=today + WARN_BEFORE,
    ).select_related("case__child__ward")  # fmt: skip
    soon = list(found.order_by("until_date", "pk"))
    if not soon:
        return []
    later = rows.filter(case__in={one.case_id for one in soon}).order_by("at", "pk")
    last = {(one.case_id, one.kind): one.pk for one in later}
    return [one for one in soon if last[one.case_id, one.kind] == one.pk]
