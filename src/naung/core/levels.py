"""How urgent a report or case is: four levels that can be compared."""

from enum import StrEnum

from naung.core.text import Text


class Level(StrEnum):
    """The urgency of a report or case, from LOW to EMERGENCY; `<`, `max` and `sorted` go by urgency."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    EMERGENCY = "EMERGENCY"

    @property
    def rank(self) -> int:
        """0 for LOW to 3 for EMERGENCY."""
        return _ORDER.index(self.value)

    @property
    def text(self) -> Text:
        """The words that people read."""
        return LEVEL_TEXTS[self]

    def __lt__(self, other: str) -> bool:
        return self.rank < Level(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Level(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Level(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Level(other).rank


_ORDER = ["LOW", "MEDIUM", "HIGH", "EMERGENCY"]

LEVEL_TEXTS = {
    Level.LOW: Text("RENDAH", "LOW"),
    Level.MEDIUM: Text("SEDANG", "MEDIUM"),
    Level.HIGH: Text("TINGGI", "HIGH"),
    Level.EMERGENCY: Text("DARURAT", "EMERGENCY"),
}
