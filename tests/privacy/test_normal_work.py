"""What the page says of normal work is what a simulated month gives."""

from naung.privacy.rules import looking
from tests.privacy.normal import hits_in_a_thousand


def test_the_expected_rates_are_those_of_simulated_normal_work() -> None:
    assert {rule: round(hits) for rule, hits in hits_in_a_thousand().items()} == looking.EXPECTED
