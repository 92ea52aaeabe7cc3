"""What data protection keeps: reviews, requests about own data, breaches, what was erased, is held or falls due."""

from naung.privacy.models.breaches import Breach, BreachAddition, BreachPerson
from naung.privacy.models.erasing import Erasure, ErasureState, Hold
from naung.privacy.models.requests import DataRequest, RequestWords
from naung.privacy.models.retention import Term
from naung.privacy.models.reviews import Review, Verdict

__all__ = [
    "Breach", "BreachAddition", "BreachPerson", "DataRequest", "Erasure", "ErasureState", "Hold", "RequestWords",
    "Review", "Term", "Verdict",
]  # fmt: skip
