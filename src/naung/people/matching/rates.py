"""How common each kind of pair is in a register, found from the weights alone (no truth is needed)."""

from collections.abc import Sequence

from naung.people.matching.model import Rates

ROUNDS = 25
PSEUDO = 20.0  # pairs of belief in the model's own rates: a short list keeps them
LOWEST = 1e-6
MOST_TWINS = 0.015  # about one birth in a hundred is of twins; not all of both are on record


def fit(
    same: Sequence[float], sibling: Sequence[float], twin: Sequence[float], records: int, compared: float,
    start: Rates,
) -> Rates:  # fmt: skip
    """Expectation and maximisation over the kinds of pairs (Dempster, Laird, Rubin 1977); the levels stay as they are.

    Rates are per record: how many others of the kind it has. `compared` is the number of pairs that there could be;
    those that share no key count as unrelated.
    """
    likely = [(2.0**a, 2.0**b, 2.0**c) for a, b, c in zip(same, sibling, twin, strict=True) if max(a, b, c) > 8]
    began = shares = (start.same / records, start.sibling / records, start.twin / records)
    pairs = max(compared, 1.0)
    for _ in range(ROUNDS):
        once, related, twins = _round(likely, shares, began, pairs)
        shares = once, related, min(twins, MOST_TWINS / records)
    return Rates(same=shares[0] * records, sibling=shares[1] * records, twin=min(shares[2] * records, MOST_TWINS))


def _round(
    likely: list[tuple[float, float, float]], shares: tuple[float, ...], began: tuple[float, ...], pairs: float
) -> tuple[float, float, float]:
    one, two, three = shares
    sums = [0.0, 0.0, 0.0]
    for a, b, c in likely:
        whole = a * one + b * two + c * three + 1.0
        sums[0] += a * one / whole
        sums[1] += b * two / whole
        sums[2] += c * three / whole
    # the belief in the model's rates weighs as PSEUDO pairs of a register of this size
    found = [max(total, LOWEST) for total in sums]
    trust = sum(found) / (sum(found) + PSEUDO)
    first, second, third = (
        max(trust * total / pairs + (1 - trust) * belief, LOWEST / pairs)
        for total, belief in zip(found, began, strict=True)
    )
    return first, second, third
