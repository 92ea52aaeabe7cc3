"""The triage rule, read line by line, and the properties that no reading may break."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.errors import Refused
from naung.core.levels import Level
from naung.intake.rules import Answer, Answers, Codebook, TriageResult, from_lists, triage, triage_clock
from naung.intake.rules.triage import Effect

YES, UNKNOWN, NO, NOT_ASKED = Answer
BOOK = Codebook.packaged()
LOW, MEDIUM, HIGH, EMERGENCY = Level
STRENGTH = {NOT_ASKED: 0, NO: 0, UNKNOWN: 1, YES: 2}


def sheet(
    forms: str = "",
    *,
    dangers: str = "",
    dangers_unknown: str = "",
    risks: str = "",
    risks_unknown: str = "",
    protective: str = "",
    tpks: str = "",
    age: int | None = None,
) -> Answers:
    """A sheet as a file gives it: what is not named is no."""
    return Answers(
        forms=frozenset(forms.split()),
        sexual_types=frozenset(tpks.split()),
        dangers=from_lists(BOOK.dangers, dangers.split(), dangers_unknown.split()),
        risks=from_lists(BOOK.risks, risks.split(), risks_unknown.split()),
        protective=from_lists(BOOK.protective, protective.split()),
        age=age,
    )


def rule(*args: str, **kwargs: str) -> TriageResult:
    return triage(sheet(*args, **kwargs))


# Each step of the rule


def test_nothing_known_is_low_and_nothing_to_ask_again() -> None:
    result = rule()
    assert (result.level, result.low, result.high, result.ask_again) == (LOW, 0, 0, False)
    assert result.lines == ()


@pytest.mark.parametrize("code", sorted(BOOK.dangers))
def test_any_danger_flag_is_an_emergency(code: str) -> None:
    result = rule(dangers=code)
    assert result.level is EMERGENCY
    assert code in result.reason.id


@pytest.mark.parametrize("code", sorted(BOOK.dangers))
def test_an_unknown_danger_is_asked_again_but_does_not_raise(code: str) -> None:
    result = rule(dangers_unknown=code)
    assert (result.level, result.ask_again) == (LOW, True)
    assert code in result.reason.id


def test_ask_again_holds_at_emergency_too() -> None:
    result = rule(dangers="B01", dangers_unknown="B04")
    assert (result.level, result.ask_again) == (EMERGENCY, True)


def test_yes_beats_unknown() -> None:
    result = rule(dangers="B01", dangers_unknown="B01", risks="R01", risks_unknown="R01")
    assert (result.low, result.high, result.ask_again) == (3, 3, False)


@pytest.mark.parametrize("kind", sorted(BOOK.sexual_types))
def test_every_type_of_sexual_violence_is_recorded_as_sexual(kind: str) -> None:
    result = rule(tpks=kind)
    assert (result.level, result.floor) == (HIGH, HIGH)
    assert kind in result.reason.id
    assert "SEK" in result.reason.id


def test_sexual_exploitation_is_recorded_as_sexual() -> None:
    result = rule("EKS", tpks="KS7")
    assert result.level is HIGH
    assert "SEK" in result.reason.id
    assert rule("EKS").level is MEDIUM


@pytest.mark.parametrize(("forms", "tpks"), [("SEK", ""), ("", "KS2"), ("FIS SEK", "KSX")])
def test_sexual_violence_with_access_is_danger_b03(forms: str, tpks: str) -> None:
    result = rule(forms, tpks=tpks, risks="R02")
    assert result.level is EMERGENCY
    assert [line.code for line in result.lines_with(Effect.DANGER)] == ["B03"]


def test_b03_that_follows_is_no_longer_unknown() -> None:
    result = rule("SEK", risks="R02", dangers_unknown="B03")
    assert (result.level, result.ask_again) == (EMERGENCY, False)


def test_unknown_access_does_not_set_b03() -> None:
    assert rule("SEK", risks_unknown="R02").level is HIGH


def test_access_without_sexual_violence_does_not_set_b03() -> None:
    assert rule("KWN TPPO", risks="R02").level is HIGH


def test_relief_is_at_most_three() -> None:
    result = rule(risks="R01 R02", protective="L01 L02 L03 L04 L05")
    assert (result.low, result.high) == (3, 3)


def test_relief_beyond_the_risks_also_eats_what_is_unknown() -> None:
    """s may be below nought; only low and high are cut off there."""
    result = rule(risks="R11", risks_unknown="R04", protective="L01 L02 L03")
    assert (result.low, result.high) == (0, 0)


@pytest.mark.parametrize("form", ["SEK", "TPPO", "KWN"])
def test_grave_forms_are_high_from_the_start(form: str) -> None:
    assert rule(form, protective="L01 L02 L03").level is HIGH


@pytest.mark.parametrize("risk", ["R14", "R15"])
def test_pregnancy_and_planned_marriage_are_high_without_any_form(risk: str) -> None:
    assert rule(risks=risk).level is HIGH
    assert rule(risks_unknown=risk).level is LOW


@pytest.mark.parametrize(("form", "risk"), list(product(["FIS", "PEN"], ["R02", "R03", "R08"])))
def test_violence_or_neglect_of_a_child_within_reach_is_high(form: str, risk: str) -> None:
    assert rule(form, risks=risk).floor is HIGH
    assert rule(form, risks_unknown=risk).floor is MEDIUM


@pytest.mark.parametrize("form", ["PSI", "EKS", "BLY", "ONL", "PKA"])
def test_other_forms_stay_medium_even_within_reach(form: str) -> None:
    assert rule(form, risks="R02").floor is MEDIUM


@pytest.mark.parametrize("form", ["LAI", "DIS", "KBJ"])
def test_the_remaining_forms_give_no_floor(form: str) -> None:
    assert rule(form).level is LOW


@pytest.mark.parametrize(
    ("risks", "unknown", "level"),
    [
        ("R01", "", LOW),
        ("R01 R11", "", MEDIUM),
        ("R01", "R11", MEDIUM),
        ("R01 R04 R05", "", MEDIUM),
        ("R01 R04 R05 R11", "", HIGH),
        ("", "R01 R04 R05 R11", HIGH),
    ],
)
def test_the_band_counts_the_highest_possible_score(risks: str, unknown: str, level: Level) -> None:
    assert rule(risks=risks, risks_unknown=unknown).level is level


def test_a_small_child_without_r03_is_a_warning_only() -> None:
    result = triage(sheet(age=5))
    assert [warning.code for warning in result.warnings] == ["AGE_UNDER_6"]
    assert result.level is LOW
    assert triage(sheet(age=5, risks="R03")).warnings == ()
    assert triage(sheet(age=5, risks_unknown="R03")).warnings != ()
    assert triage(sheet(age=6)).warnings == triage(sheet()).warnings == ()


def test_a_question_that_was_not_asked_adds_nothing_and_stands_on_the_sheet() -> None:
    result = triage(Answers(forms=frozenset({"PSI"}), dangers={"B01": NO}))
    assert (result.level, result.ask_again) == (MEDIUM, False)
    assert result.not_asked == tuple(code for code in BOOK.dangers if code != "B01")


@pytest.mark.parametrize(
    "answers",
    [
        Answers(forms=frozenset({"XXX"})),
        Answers(sexual_types=frozenset({"KS0"})),
        Answers(dangers={"B99": NO}),
        Answers(risks={"B01": YES}),
        Answers(protective={"l01": YES}),
    ],
)
def test_a_code_that_is_in_no_list_is_refused(answers: Answers) -> None:
    with pytest.raises(Refused):
        triage(answers)


# Properties

answers_of = st.sampled_from(list(Answer))


@st.composite
def sheets(draw: st.DrawFn) -> Answers:
    def some(codes: object) -> dict[str, Answer]:
        return draw(st.dictionaries(st.sampled_from(sorted(codes)), answers_of))  # type: ignore[call-overload]

    return Answers(
        forms=draw(st.frozensets(st.sampled_from(sorted(BOOK.forms)))),
        sexual_types=draw(st.frozensets(st.sampled_from(sorted(BOOK.sexual_types)), max_size=2)),
        dangers={code: NOT_ASKED if a is YES and draw(st.booleans()) else a for code, a in some(BOOK.dangers).items()},
        risks=some(BOOK.risks),
        protective=some(BOOK.protective),
        age=draw(st.none() | st.integers(0, 17)),
    )


@st.composite
def raised(draw: st.DrawFn) -> tuple[Answers, Answers]:
    """A sheet and the same sheet raised in one place."""
    before = draw(sheets())
    kind = draw(st.sampled_from(["form", "type", "danger", "risk", "protective"]))
    if kind == "form":
        return before, replace(before, forms=before.forms | {draw(st.sampled_from(sorted(BOOK.forms)))})
    if kind == "type":
        extra = draw(st.sampled_from(sorted(BOOK.sexual_types)))
        return before, replace(before, sexual_types=before.sexual_types | {extra})
    if kind == "protective":
        gone = draw(st.sampled_from(sorted(BOOK.protective)))
        return before, replace(before, protective={**before.protective, gone: NO})
    name, codes = ("dangers", BOOK.dangers) if kind == "danger" else ("risks", BOOK.risks)
    given_answers = getattr(before, name)
    code = draw(st.sampled_from(sorted(codes)))
    now = given_answers.get(code, NOT_ASKED)
    answer = draw(st.sampled_from([a for a in Answer if STRENGTH[a] >= STRENGTH[now]]))
    return before, replace(before, **{name: {**given_answers, code: answer}})


@given(raised())
def test_raising_never_lowers_the_level(pair: tuple[Answers, Answers]) -> None:
    before, after = (triage(answers) for answers in pair)
    assert after.level >= before.level
    assert after.floor >= before.floor
    assert after.high >= before.high


@given(raised())
def test_raising_never_slows_the_clock(pair: tuple[Answers, Answers]) -> None:
    urgent = [triage_clock(answers) == "TRIAGE_URGENT" for answers in pair]
    assert urgent[1] or not urgent[0]


codes_of_dangers = st.lists(st.sampled_from(sorted(BOOK.dangers)), max_size=6)
codes_of_risks = st.lists(st.sampled_from(sorted(BOOK.risks)), max_size=8)
codes_of_forms = st.lists(st.sampled_from(sorted(BOOK.forms)), max_size=4)


@given(codes_of_forms, codes_of_dangers, codes_of_dangers, codes_of_risks, codes_of_risks, st.randoms())
def test_order_and_duplicates_never_matter(
    forms: list[str], yes: list[str], unknown: list[str], risks: list[str], maybe: list[str], random: object
) -> None:
    def result(*lists: list[str]) -> TriageResult:
        forms, yes, unknown, risks, maybe = (" ".join(codes) for codes in lists)
        return rule(forms, dangers=yes, dangers_unknown=unknown, risks=risks, risks_unknown=maybe)

    def shuffled(codes: list[str]) -> list[str]:
        twice = codes + codes[: len(codes) // 2]
        random.shuffle(twice)  # type: ignore[attr-defined]
        return twice

    given_lists = (forms, yes, unknown, risks, maybe)
    assert result(*given_lists) == result(*map(shuffled, given_lists))


@given(sheets())
def test_the_result_agrees_with_itself(answers: Answers) -> None:
    result = triage(answers)
    settled = answers.settled()
    assert 0 <= result.low <= result.high
    assert result.level >= max(result.floor, result.band)
    assert (result.level is EMERGENCY) == (YES in settled.dangers.values())
    assert result.ask_again == (UNKNOWN in settled.dangers.values())
    for line in result.lines:
        assert line.code in result.reason.id
        assert line.code in result.reason.en


@given(sheets())
def test_english_and_indonesian_name_the_same_lines(answers: Answers) -> None:
    result = triage(answers)
    assert result.level.text.id in {"DARURAT", "TINGGI", "SEDANG", "RENDAH"}
    assert len(result.reason.id.split(": ")) >= 1
    assert result.reason.say("en") != result.reason.say("id")


# The clock before triage


def test_a_report_of_which_nothing_was_asked_has_one_hour() -> None:
    assert triage_clock(Answers()) == "TRIAGE_URGENT"


def test_a_calm_report_has_one_working_day() -> None:
    assert triage_clock(sheet("PSI FIS", risks="R02")) == "TRIAGE_NORMAL"


@pytest.mark.parametrize(
    "answers",
    [
        sheet(dangers="B07"),
        sheet(dangers_unknown="B07"),
        sheet("SEK"),
        sheet("TPPO"),
        sheet("KWN"),
        sheet(tpks="KS1"),
        replace(sheet("PSI"), dangers=dict.fromkeys(list(BOOK.dangers)[1:], NO)),
    ],
)
def test_danger_doubt_and_grave_forms_have_one_hour(answers: Answers) -> None:
    assert triage_clock(answers) == "TRIAGE_URGENT"


def test_levels_compare_by_urgency_also_with_their_codes() -> None:
    assert LOW < MEDIUM < HIGH < EMERGENCY
    assert sorted(Level, reverse=True)[0] is EMERGENCY
    assert max(Level.HIGH, "EMERGENCY") == "EMERGENCY"
    assert Level("HIGH") == "HIGH"
    assert Level.LOW <= "LOW"
