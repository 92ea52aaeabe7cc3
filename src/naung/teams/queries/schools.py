"""Schools to pick from by name or number (NPSN)."""

import re

from naung.teams.models import Organisation, OrganisationKind

NUMBER = re.compile(r"\b[0-9PK][0-9]{7}\b")


def school_labels() -> list[str]:
    """Every school that is open as it is picked, by name."""
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, closed_date=None)
    return [label_of(school) for school in schools.only("id", "name", "npsn").order_by("name", "npsn")]


def label_of(school: Organisation) -> str:
    """The school as it is picked: `SD Negeri 001 (30401234)`."""
    return f"{school.name} ({school.npsn})" if school.npsn else school.name


def school_of(told: str) -> Organisation | None:
    """The known school that somebody picked or wrote: by its number, else by a name that only one school has."""
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, closed_date=None)
    if number := NUMBER.search(told):
        return schools.filter(npsn=number[0]).first()
    found = list(schools.filter(name__iexact=" ".join(told.split()))[:2]) if told.strip() else []
    return found[0] if len(found) == 1 else None
