from typing import ClassVar

from django.db import models

from naung.access.policy import Permission
from naung.access.rows import Open
from naung.core.models import Record
from naung.places.models import Area


class OrganisationKind(models.TextChoices):
    OFFICE = "OFFICE", "Dinas Sosial"
    SCHOOL = "SCHOOL", "Sekolah"
    PARTNER = "PARTNER", "Lembaga mitra"


class Organisation(Record):
    """An office, a school or a partner agency."""

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    npsn = models.CharField(max_length=8, null=True, unique=True)  # noqa: DJ001 - unique when present
    form = models.CharField(max_length=40, blank=True)
    state_owned = models.BooleanField(null=True)
    address = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="organisations")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    pupils = models.PositiveIntegerField(null=True)  # of a school, as the last list said
    closed_date = models.DateField(null=True)

    ACCESS = Open("offices, schools and agencies are public", traced_to=Permission.TEAM_MANAGE)

    class Privacy:
        D0: ClassVar = {
            "id", "version", "kind", "name", "npsn", "form", "state_owned", "address", "area", "latitude",
            "longitude", "pupils", "closed_date",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="teams_org_kind_name")]
