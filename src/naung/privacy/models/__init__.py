"""What data protection keeps: reviews of looks, and requests about somebody's own data."""

from naung.privacy.models.requests import DataRequest, RequestWords
from naung.privacy.models.reviews import Review, Verdict

__all__ = ["DataRequest", "RequestWords", "Review", "Verdict"]
