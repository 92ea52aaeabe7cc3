"""Schools and partners: what they are called and where they are."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.teams.models import Organisation, OrganisationKind
from naung.teams.rules.schools import KNOWN_FORMS, NPSN

KINDS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.PARTNER})
NO_NAME = Text("Tulis namanya.", "Write the name.")
NOT_THIS_KIND = Text("Pilih sekolah atau lembaga mitra.", "Choose school or partner agency.")
BAD_NPSN = Text(
    "NPSN terdiri atas delapan angka, dan hanya sekolah memilikinya.",
    "An NPSN has eight digits; only schools have one.",
)
NO_SCHOOL = Text("Hanya sekolah punya jenis dan jumlah murid.", "Only schools have a kind and a number of pupils.")
NO_FORM = Text("Pilih jenis sekolah dari daftar.", "Choose the kind of school from the list.")
TAKEN = Text("NPSN ini sudah dipakai {name}.", "This NPSN is that of {name}.")
SAME = Text("Lembaga dengan nama dan wilayah ini sudah ada.", "There is one with this name and area already.")
FIELDS = ("kind", "name", "npsn", "form", "pupils", "address", "area_id")


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What is known of a school or partner."""

    kind: str
    name: str
    npsn: str = ""
    form: str = ""
    pupils: int | None = None
    address: str = ""
    area_id: UUID | None = None


@atomic
def make_organisation(*, by: Actor, facts: OrganisationFacts, now: datetime) -> Organisation:
    """Write down a school or a partner agency. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    made = Organisation.objects.create(**_checked(facts, None))
    audit.record(by=by, event="organisation.made", about=made, at=now)
    return made


@atomic
def change_organisation(
    *, by: Actor, organisation_id: UUID, facts: OrganisationFacts, version: int | None, now: datetime
) -> Organisation:
    """Correct what is known of a school or partner agency. Only who manages teams may; the office itself stays."""
    require(by, P.TEAM_MANAGE)
    held = Organisation.objects.select_for_update().get(pk=organisation_id, kind__in=KINDS).expect(version)
    for name, value in _checked(facts, held.pk).items():
        setattr(held, name, value)
    held.store(*FIELDS)
    audit.record(by=by, event="organisation.changed", about=held, at=now)
    return held


def _checked(facts: OrganisationFacts, but: UUID | None) -> dict[str, object]:
    told = asdict(facts) | {
        "name": facts.name.strip(), "address": facts.address.strip(), "npsn": facts.npsn.strip() or None
    }  # fmt: skip
    if not told["name"]:
        raise Refused(NO_NAME, field="name")
    if facts.kind not in KINDS:
        raise Refused(NOT_THIS_KIND, field="kind")
    if facts.kind != OrganisationKind.SCHOOL and (facts.form or facts.pupils is not None):
        raise Refused(NO_SCHOOL, field="form" if facts.form else "pupils")
    if facts.form and facts.form not in KNOWN_FORMS:
        raise Refused(NO_FORM, field="form")
    others = Organisation.objects.exclude(pk=but) if but else Organisation.objects.all()
    _check_npsn(facts.kind, told["npsn"], others)
    if others.filter(name__iexact=told["name"], area=facts.area_id, kind=facts.kind, closed_date=None).exists():
        raise Refused(SAME, field="name")
    return told


def _check_npsn(kind: str, npsn: object, others: QuerySet[Organisation]) -> None:
    if npsn is None:
        return
    if kind != OrganisationKind.SCHOOL or not NPSN.fullmatch(str(npsn)):
        raise Refused(BAD_NPSN, field="npsn")
    if holder := others.filter(npsn=npsn).first():
        raise Refused(TAKEN.format(name=holder.name), field="npsn")
