"""What a concern begins with: a pupil of the sender's list of absent pupils, or signs that she noted herself.

Both are read again on the server from what is hers; the form carries only their ids.
"""

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naung.access.actors import Actor
from naung.core import formats, reference
from naung.prevention.models import SignSeen
from naung.prevention.queries import attendance, signs
from naung.prevention.rules.attendance import Absent


def begun(actor: Actor, told: QueryDict) -> QueryDict:
    """The concern's form as it comes up, filled in from what this person herself keeps."""
    filled = QueryDict(mutable=True)
    if ticked := told.getlist("sign"):
        found = signs.signs_named(actor, ticked)
        filled.update({
            "notes": str(found[0].pupil_id), "seen": "\n".join(map(sign_in_words, found)),
            "child1-school_class": found[0].pupil.class_name or "",
        })  # fmt: skip
    if absent := str(told.get("absent", "")):
        row = attendance.pupil_named(actor, absent)
        pupil = attendance.pupil_of(row.told)
        filled.update({
            "absent": str(row.pk), "seen": days_in_words(pupil), "child1-name": pupil.name,
            "child1-school_class": pupil.school_class,
        })  # fmt: skip
    return filled


def sign_in_words(sign: SignSeen) -> str:
    """One sign with its day, and what the teacher wrote of it."""
    code = reference.codes("tanda_dini")[sign.code]
    label = code.label_en if (get_language() or "").startswith("en") else code.label_id
    return ". ".join(filter(None, (f"{formats.day(sign.day, timezone.now(), 'year')}: {label}", sign.remark)))


def days_in_words(pupil: Absent) -> str:
    """How many days absent and when, as the school's own observation."""
    now = timezone.now()
    first, last = (formats.day(on, now, "year") for on in (pupil.from_date, pupil.until_date))
    said = _("Tidak hadir %(days)s hari, dari %(first)s sampai %(last)s, menurut daftar hadir.")
    return said % {"days": pupil.days, "first": first, "last": last}
