"""How far a place is, and which place is next and why: pure rules over what is known of each school and kelurahan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from naung.core.text import Text

NOT_YET, PLANNED, TRAINED, ACTIVE, REVIEWED = STATES = ("NOT_YET", "PLANNED", "TRAINED", "ACTIVE", "REVIEWED")
STATE_TEXTS: Mapping[str, Text] = {
    NOT_YET: Text("Belum dijangkau", "Not yet reached"),
    PLANNED: Text("Dijadwalkan", "Planned"),
    TRAINED: Text("Dilatih", "Trained"),
    ACTIVE: Text("Aktif", "Active"),
    REVIEWED: Text("Ditinjau", "Reviewed"),
}
STATE_MEANS: Mapping[str, Text] = {
    NOT_YET: Text("Belum ada sesi di sini.", "There was no session here yet."),
    PLANNED: Text("Sesi pertama sudah punya tanggal.", "The first session has its day."),
    TRAINED: Text("Sesi sudah berlangsung.", "A session took place."),
    ACTIVE: Text("Sekolah menjalankan sendiri komitmennya.", "The school keeps its commitments by itself."),
    REVIEWED: Text("Hasilnya sudah ditinjau bersama sekolah.", "The outcome was reviewed with the school."),
}
# Shape and word stand beside every colour; the shapes are told apart without it.
SHAPES: Mapping[str, str] = {NOT_YET: "○", PLANNED: "◔", TRAINED: "◑", ACTIVE: "●", REVIEWED: "◆"}

MANY_PUPILS = 1_000  # from here on a school counts as large as any
LONG_AGO = 24  # months after which more waiting adds nothing
FEWEST_REPORTS = 5  # below this nothing is told of a place's reports
HIGH_FACTOR = 2  # reports per pupil that count as many: so many times those of all schools together
DAYS_OF_A_MONTH = 30.44


def followed(state: str, *, planned: bool, held: bool) -> str:
    """How far a place is after its sessions changed; what somebody decided beyond that stays."""
    if state in (ACTIVE, REVIEWED):
        return state
    if held:
        return TRAINED
    if state == TRAINED:  # set by hand: the training was not one of ours
        return state
    return PLANNED if planned else NOT_YET


class Place(NamedTuple):
    """What counts of one place that waits. `months` since the last session, none when there never was one."""

    id: UUID
    name: str
    months: int | None = None
    pupils: int | None = None
    many_reports: bool = False
    need: int = 0
    district: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counted, in words, and how much of the whole it is."""

    text: Text
    points: float
    share: Text


@dataclass(frozen=True)
class Ranked:
    """A place with what it weighs; why is said only of those that are shown."""

    place: Place
    points: float
    weights: Mapping[str, int]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return reasons(self.place, parts(self.place, self.weights), self.points)


def ranked(places: Iterable[Place], weights: Mapping[str, int]) -> list[Ranked]:
    """The places by what they weigh, the heaviest first; the same weight in the order of names."""
    found = [(-sum(parts(place, weights).values()), place.name, place.id, place) for place in places]
    found.sort(key=itemgetter(0, 1, 2))
    return [Ranked(place, -points, weights) for points, _, _, place in found]


def parts(place: Place, weights: Mapping[str, int]) -> dict[str, float]:
    """What each thing adds: its weight, whole or in part."""
    waiting = LONG_AGO if place.months is None else min(max(place.months, 0), LONG_AGO)
    return {
        "never": weights["never"] * (place.months is None),
        "size": weights["size"] * min(place.pupils or 0, MANY_PUPILS) / MANY_PUPILS,
        "waiting": weights["waiting"] * waiting / LONG_AGO,
        "reports": weights["reports"] * place.many_reports,
        "need": weights["need"] * place.need / 100,
    }


def reasons(place: Place, found: Mapping[str, float], total: float) -> tuple[Reason, ...]:
    """Why a place stands where it stands, the heaviest reason first."""
    said, found = _said(place), dict(found)
    if place.months is None:  # that it waits follows from that: one reason
        found["never"] += found.pop("waiting")
    counted = [(points, name) for name, points in found.items() if points > 0]
    counted.sort(key=lambda one: -one[0])
    return tuple(Reason(said[name], points, share_of(points / total)) for points, name in counted)


def _said(place: Place) -> dict[str, Text]:
    said = {
        "size": Text(f"{grouped(place.pupils, '.')} murid", f"{grouped(place.pupils, ',')} pupils"),
        "reports": Text("laporan per murid: tinggi", "reports per pupil: high"),
        "need": Text("kebutuhan {area}", "need of {area}").format(
            area=place.district or Text("wilayahnya", "its area")
        ),
    }
    if place.months is None:
        return said | {"never": Text("belum pernah dijangkau", "never reached")}
    return said | {"waiting": _ago(place.months)}


def grouped(number: int | None, by: str) -> str:
    """A number with its thousands apart."""
    return f"{number or 0:,}".replace(",", by)


def _ago(months: int) -> Text:
    if months == 0:
        return Text("sesi terakhir belum sebulan lalu", "last session less than a month ago")
    return Text("sesi terakhir {n} bulan lalu", "last session {n} months ago").format(n=months)


SHARES = (
    (0.55, Text("lebih dari separuh", "more than half")),
    (0.45, Text("sekitar separuh", "about half")),
    (0.37, Text("sekitar dua perlima", "about two fifths")),
    (0.29, Text("sekitar sepertiga", "about a third")),
    (0.22, Text("sekitar seperempat", "about a quarter")),
    (0.14, Text("sekitar seperenam", "about a sixth")),
    (0.08, Text("sekitar sepersepuluh", "about a tenth")),
    (0.0, Text("sedikit", "a little")),
)


def share_of(part: float) -> Text:
    """A share in words: people compare words more honestly than percent of a judgement."""
    return next(words for least, words in SHARES if part >= least)


def months_between(earlier: datetime, now: datetime) -> int:
    """Whole months from then until now."""
    return max(int((now - earlier).days / DAYS_OF_A_MONTH), 0)
