"""How old a child is: from the birth date, or from an estimate and the day on which it was made."""

from datetime import date

from naung.core.text import Text
from naung.people.rules.checks import Finding

ADULT_AGE = 18
NEWBORN = 0

IN_FUTURE = Finding("IN_FUTURE", Text("Tanggal lahir berada di masa depan.", "The birth date lies in the future."))
ESTIMATE_IN_FUTURE = Finding(
    "ESTIMATE_IN_FUTURE",
    Text("Tanggal perkiraan umur berada di masa depan.", "The day of the estimate lies in the future."),
)
NEGATIVE = Finding("NEGATIVE", Text("Umur tidak boleh kurang dari 0.", "An age cannot be below 0."))
NOT_A_CHILD = Text(
    "Umur ini {age} tahun. Naung melayani anak, yaitu yang berumur di bawah 18 tahun.",
    "This is an age of {age}. Naung is for children, that is, people under 18.",
)


def age_on(birth_date: date, day: date) -> int:
    """Whole years of age on a day. Who was born on 29 February has a birthday on 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def age_now(
    on: date, *, birth_date: date | None = None, estimate: int | None = None, estimated: date | None = None
) -> int | None:
    """The age on a day, from the birth date if it is known, else from the estimate grown older; or nothing."""
    if birth_date is not None:
        return age_on(birth_date, on)
    if estimate is None or estimated is None:
        return None
    return estimate + max(0, age_on(estimated, on))


def birth_window(estimate: int, estimated: date) -> tuple[date, date]:
    """Between which days a child was born who was this old on that day."""
    first = _years_before(estimated, estimate + 1)
    return date.fromordinal(first.toordinal() + 1), _years_before(estimated, estimate)


def check_birth_date(birth_date: date, on: date, reported: date | None = None) -> tuple[Finding, ...]:
    """Errors in a birth date entered on a day, of a child reported then or earlier: who was a child stays one."""
    if birth_date > on:
        return (IN_FUTURE,)
    return _too_old(age_on(birth_date, reported or on))


def check_estimate(estimate: int, estimated: date, on: date, reported: date | None = None) -> tuple[Finding, ...]:
    """Errors in an estimated age entered on a day, of a child reported then or earlier."""
    if estimated > on:
        return (ESTIMATE_IN_FUTURE,)
    if estimate < NEWBORN:
        return (NEGATIVE,)
    return _too_old(estimate + age_on(estimated, reported or on))


def _too_old(age: int) -> tuple[Finding, ...]:
    return (Finding("NOT_A_CHILD", NOT_A_CHILD.format(age=age)),) if age >= ADULT_AGE else ()


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
