"""What a concern begins with: a pupil of the sender's list of absent pupils."""

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from naung.access.actors import Actor
from naung.core import formats
from naung.prevention.queries import attendance
from naung.prevention.rules.attendance import Absent


def begun(actor: Actor, told: QueryDict) -> QueryDict:
    """The concern's form as it comes up, filled in from what this person herself keeps."""
    filled = QueryDict(mutable=True)
    if absent := str(told.get("absent", "")):
        row = attendance.pupil_named(actor, absent)
        pupil = attendance.pupil_of(row.told)
        filled.update({
            "absent": str(row.pk), "seen": days_in_words(pupil), "child1-name": pupil.name,
            "child1-school_class": pupil.school_class,
        })  # fmt: skip
    return filled


def days_in_words(pupil: Absent) -> str:
    """How many days absent and when, as the school's own observation."""
    now = timezone.now()
    first, last = (formats.day(on, now, "year") for on in (pupil.from_date, pupil.until_date))
    said = _("Tidak hadir %(days)s hari, dari %(first)s sampai %(last)s, menurut daftar hadir.")
    return said % {"days": pupil.days, "first": first, "last": last}
