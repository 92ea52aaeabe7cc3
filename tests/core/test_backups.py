"""Which backups stay is a rule without a clock and a disk of its own."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from naung.core.backups import DATA, KEYS, Backup, backup_of, to_remove

NOW = datetime(2026, 11, 26, 2, 15, tzinfo=UTC)
FIVE_WEEKS = timedelta(days=35)
ages = st.lists(st.integers(0, 500 * 24), min_size=1, max_size=80, unique=True)


def backups(kind: str, hours: list[int]) -> list[Backup]:
    return [Backup(NOW - timedelta(hours=age), kind) for age in hours]


@given(ages, st.sampled_from((DATA, KEYS)))
def test_the_latest_always_stays_and_removing_twice_removes_no_more(hours: list[int], kind: str) -> None:
    held = backups(kind, hours)
    gone = to_remove(held, NOW, FIVE_WEEKS)
    kept = [one for one in held if one not in gone]

    assert max(held) in kept
    assert to_remove(kept, NOW, FIVE_WEEKS) == []


@given(ages)
def test_keys_end_after_their_days_except_the_latest(hours: list[int]) -> None:
    held = backups(KEYS, hours)
    kept = set(held) - set(to_remove(held, NOW, FIVE_WEEKS))

    assert kept == {one for one in held if NOW - one.at <= FIVE_WEEKS} | {max(held)}


def test_a_year_of_nights_thins_out_to_days_weeks_and_months() -> None:
    held = backups(DATA, [24 * day for day in range(500)])
    kept = set(held) - set(to_remove(held, NOW, FIVE_WEEKS))
    days = sorted((NOW - one.at).days for one in kept)

    assert days[:15] == list(range(15))
    assert len([day for day in days if 14 < day <= 56]) in (6, 7)
    assert len([day for day in days if day > 56]) in (10, 11, 12)
    assert max(days) <= 366


def test_a_name_says_what_a_file_is() -> None:
    one = Backup(datetime(2026, 11, 26, 2, 15, 1, tzinfo=UTC), KEYS)

    assert one.name == "naung-keys-20261126T021501Z.age"
    assert backup_of(one.name) == one
    assert backup_of("naung-data-20261126T021501Z.age.part") is None
