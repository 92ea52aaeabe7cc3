"""Unusual looking: what each rule asks about, and what it leaves alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from naung.privacy.rules import looking
from naung.privacy.rules.kinds import ALL, CHANGED, KINDS, kind_of
from naung.privacy.rules.looking import Known, Look, Rule

WITA = ZoneInfo("Asia/Makassar")
SARI, RINA, CASE, BARAT, TIMUR = (uuid4() for _ in range(5))
WORKER = frozenset({"SOCIAL_WORKER"})


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WITA)


def look(when: datetime, record: UUID | None = CASE, who: UUID = SARI, roles: frozenset[str] = WORKER) -> Look:
    return Look(uuid4(), when, who, roles, record)


def rules_hit(looks: list[Look], **known: object) -> list[Rule]:
    return [hit.rule for hit in looking.unusual(looks, Known(zone=WITA, **known))]  # type: ignore[arg-type]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_night_is_between_22_and_6_where_the_office_is(when: datetime) -> None:
    night = not 6 <= when.astimezone(WITA).hour < 22
    assert rules_hit([look(when)]) == ([Rule.NIGHT] if night else [])
    turn = (when - timedelta(hours=1), when + timedelta(hours=1))
    assert rules_hit([look(when)], turns={SARI: [turn]}) == []
    assert rules_hit([look(when)], turns={RINA: [turn]}) == ([Rule.NIGHT] if night else [])


def test_where_nobody_is_written_down_the_citys_rule_says_who_answers_at_night() -> None:
    from django.conf import settings

    desk = Look(uuid4(), at(23), SARI, frozenset({"INTAKE"}), CASE, of_report=True)
    assert rules_hit([desk], roster=settings.CITY.roster) == []
    assert rules_hit([look(at(23), roles=frozenset({"INTAKE"}))], roster=settings.CITY.roster) == [Rule.NIGHT]
    assert rules_hit([look(at(23))], roster=settings.CITY.roster) == [Rule.NIGHT]


def test_a_case_of_another_team_unless_held_given_or_overseen() -> None:
    known = {"team_of": {CASE: TIMUR}, "teams_of": {SARI: frozenset({BARAT})}}
    assert rules_hit([look(at(9))], **known) == [Rule.OUTSIDE]
    assert rules_hit([look(at(9)), look(at(15))], **known) == [Rule.OUTSIDE], "once a day"
    assert rules_hit([look(at(9))], team_of={CASE: TIMUR}, teams_of={SARI: frozenset({BARAT, TIMUR})}) == []
    assert rules_hit([look(at(9))], **known, holder_of={CASE: SARI}) == []
    assert rules_hit([look(at(9))], **known, given=frozenset({(SARI, CASE)})) == []
    assert rules_hit([look(at(9), roles=frozenset({"OFFICE_HEAD"}))], **known) == []


def test_perhaps_her_own_family() -> None:
    assert rules_hit([look(at(9))], resembling=frozenset({(SARI, CASE)})) == [Rule.RELATIVE]
    assert rules_hit([look(at(9))], resembling=frozenset({(RINA, CASE)})) == []


@given(st.integers(0, 40), st.integers(0, 20))
def test_many_children_in_an_hour_against_ones_own_usual(count: int, usual: int) -> None:
    looks = [look(at(9) + timedelta(minutes=n), uuid4()) for n in range(count)]
    most = max(12, 2 * usual)
    assert rules_hit(looks, usual={SARI: usual}).count(Rule.MANY) == count // (most + 1)
    same = [look(one.at, CASE) for one in looks]
    assert rules_hit(same, usual={SARI: usual}) == [], "one child, however often"
    slowly = [look(at(6) + timedelta(minutes=20 * n), uuid4()) for n in range(min(count, 40))]
    assert Rule.MANY not in rules_hit(slowly, usual={SARI: usual})


@given(st.integers(0, 50))
def test_repeated_look_ups(count: int) -> None:
    looks = [look(at(9) + timedelta(minutes=n), None) for n in range(count)]
    assert rules_hit(looks) == [Rule.LOOKUPS] * (count // 21)


@given(st.lists(st.tuples(st.integers(0, 23), st.booleans(), st.booleans()), max_size=30))
def test_a_hit_is_always_one_of_the_looks_and_order_makes_no_difference(told: list[tuple[int, bool, bool]]) -> None:
    looks = [look(at(hour), uuid4() if new else CASE, SARI if own else RINA) for hour, new, own in told]
    known = Known(zone=WITA, team_of={CASE: TIMUR})
    hits = looking.unusual(looks, known)
    assert {hit.look.id for hit in hits} <= {one.id for one in looks}
    assert {(hit.rule, hit.look.id) for hit in hits} == {
        (hit.rule, hit.look.id) for hit in looking.unusual(reversed(looks), known)
    }


def test_which_names_may_tell_of_kin() -> None:
    assert looking.telling_word("Dewi Simanjuntak, S.Sos.") == "simanyuntak"
    assert looking.plain_word("Dewi Simanjuntak, S.Sos.") == "simanjuntak"
    for name in ("Dewi", "Rahmat Putra", "Siti Ida", ""):
        assert (looking.telling_word(name), looking.plain_word(name)) == ("", "")
    assert looking.phone_end("+62 812-3456-7890") == looking.phone_end("081234567890") == "234567890"
    assert looking.phone_end("112") == ""


@given(st.lists(st.integers(1, 30), max_size=60))
def test_the_usual_hour_is_not_exceeded_by_most(counts: list[int]) -> None:
    usual = looking.usual_hour(counts)
    assert sum(count > usual for count in counts) <= len(counts) / 20
    assert usual in counts or (usual == 0 and not counts)


def test_every_event_is_of_one_kind() -> None:
    assert kind_of("case.opened").code == "OPENED"
    assert kind_of("emergency.opened").code == "ACCESS"
    assert kind_of("emergency.not-found").code == "ACCESS"
    assert kind_of("access.denied").code == "DENIED"
    assert kind_of("case.closed") is CHANGED
    assert len({kind.code for kind in ALL}) == len(KINDS) + 1
