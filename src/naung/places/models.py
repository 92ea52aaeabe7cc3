"""Administrative areas: the city, its kecamatan and kelurahan, by the Home Ministry's codes."""

from typing import ClassVar

from django.db import models

from naung.access.rows import Open
from naung.core.models import Record


class Level(models.TextChoices):
    CITY = "CITY", "kota/kabupaten"
    DISTRICT = "DISTRICT", "kecamatan"
    WARD = "WARD", "kelurahan/desa"


class Area(Record):
    """One administrative area. `code` is Kemendagri's (64.71.01.1001); the statistics office has its own."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    bps_code = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    boundary = models.JSONField(null=True)

    ACCESS = Open("public facts")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "code", "name", "level", "parent", "bps_code", "latitude", "longitude", "boundary",
        }  # fmt: skip
