"""What may stand on a guardian's list, and who may have it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from naung.access.policy import Role
from naung.core import reference
from naung.privacy.rules import guardian
from naung.privacy.rules.guardian import HELPERS, MEANT, Line, Look, Person

WITA = ZoneInfo("Asia/Makassar")
EVENTS = ("case.opened", "case.printed", "report.opened", "report.revealed", "emergency.opened", "search.made")
PARTS = (*sorted(guardian.PARTS), "legal", "danger", "level", "join", "access", "safety", "close", "anything new", "")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
looks = st.builds(
    Look, moments, st.sampled_from(EVENTS), st.frozensets(st.sampled_from([role.value for role in Role]), max_size=3),
    st.sampled_from(PARTS), st.sampled_from(["Dinas Sosial", "UPTD PPA"]),
)  # fmt: skip


def is_help(look: Look) -> bool:
    return (
        look.event in ("case.opened", "case.printed")
        and look.part in guardian.PARTS
        and bool(look.roles & {"SOCIAL_WORKER", "COMPANION", "SUPERVISOR"})
    )


@given(st.lists(looks, max_size=25))
def test_whatever_is_not_plainly_help_changes_nothing_on_the_list(told: list[Look]) -> None:
    assert guardian.lines(told, WITA) == guardian.lines([look for look in told if is_help(look)], WITA)


@given(st.lists(looks, max_size=25), st.integers(1, 5))
def test_neither_how_often_nor_in_which_order_nor_when_on_a_day_can_be_read_from_it(
    told: list[Look], times: int
) -> None:
    noon = [
        Look(look.at.astimezone(WITA).replace(hour=12, minute=0), look.event, look.roles, look.part, look.office)
        for look in told
    ]
    assert guardian.lines([*reversed(told)] * times, WITA) == guardian.lines(noon, WITA)


@given(st.lists(looks, max_size=25))
def test_a_line_is_a_day_a_helping_role_and_an_office_and_every_look_of_help_has_one(told: list[Look]) -> None:
    lines = guardian.lines(told, WITA)
    assert set(Line.__dataclass_fields__) == {"day", "role", "office"}
    assert {line.role for line in lines} <= set(HELPERS)
    days = {look.at.astimezone(WITA).date() for look in told if is_help(look)}
    assert {line.day for line in lines} == days
    assert lines == sorted(lines, key=lambda line: line.day, reverse=True)


people = st.builds(
    Person, st.sampled_from(["", "Nurhayati", "Siti Nurhayati", "Burhanudin Ali", "Rahmat"]),
    st.sampled_from(["", *MEANT, "TTH", "LAI"]), st.sampled_from(["", "081234500001", "+62 812 3450 0001", "112"]),
)  # fmt: skip
suspects = st.builds(
    Person, st.sampled_from(["", "Nurhayati", "Pak Udin", "Ali"]),
    st.sampled_from(["", "TTH", "AYH", "IBU", "PGS", "KRB", "TET", "GRU"]), st.sampled_from(["", "081234500001"]),
)  # fmt: skip


@given(people, suspects)
def test_whoever_cannot_be_ruled_out_may_be_meant(one: Person, alleged: Person) -> None:
    may = guardian.may_be_alleged(one, alleged)
    if alleged.relation in ("", "TTH", "PGS") or one.relation in ("", "TTH", "LAI"):
        assert may
    if one.relation == alleged.relation and one.relation:
        assert may
    if one.phone.startswith(("08", "+62")) and alleged.phone:
        assert may
    if alleged.name == "Nurhayati" and "Nurhayati" in one.name:
        assert may


def test_a_mother_is_not_meant_by_a_father_or_a_neighbour_of_another_name() -> None:
    mother = Person("Nurhayati", "IBU", "081234567890")
    assert not guardian.may_be_alleged(mother, Person("Burhanudin", "AYH", "081999"))
    assert not guardian.may_be_alleged(mother, Person("", "TET"))
    assert guardian.may_be_alleged(mother, Person("", "IBU"))
    assert guardian.may_be_alleged(mother, Person("Ibu Nurhayati", "TET"))


def test_the_relations_are_codes_of_the_lists() -> None:
    assert MEANT.keys() <= set(reference.codes("hubungan_keluarga"))
    assert {code for codes in MEANT.values() for code in codes} <= set(reference.codes("hubungan_pelaku"))
