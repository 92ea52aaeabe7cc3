"""The kinds of entries in the trace, by the names of their events: in words, in their order; the first that fits."""

from dataclasses import dataclass

from naung.core.text import Text


@dataclass(frozen=True)
class Kind:
    """One kind of entry, and how the names of its events begin or end."""

    code: str
    text: Text
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def has(self, event: str) -> bool:
        """Whether an event is of this kind, by itself."""
        return event.startswith(self.starts) or event.endswith(self.ends)


KINDS = (
    Kind("DENIED", Text("Ditolak", "Denied"), ends=(".denied",)),
    Kind("REVEALED", Text("Membuka yang tersegel", "Opened what is masked"), ends=(".revealed",)),
    Kind("ACCESS", Text("Akses khusus dan darurat", "Special and emergency access"), starts=("access.", "emergency.")),
    Kind("TRACE", Text("Membaca jejak, meninjau", "Read the trace, reviewed"), starts=("trace.",)),
    Kind("ACCOUNT", Text("Akun dan masuk", "Accounts and sign-in"), starts=("account.", "session.", "signin.")),
    Kind("SEARCHED", Text("Mencari", "Searched"), starts=("search.",)),
    Kind("OPENED", Text("Membuka", "Opened"), ends=(".opened",)),
    Kind("TAKEN_OUT", Text("Mencetak atau mengeluarkan", "Printed or taken out"), ends=(".printed", ".exported")),
)
CHANGED = Kind("CHANGED", Text("Mengubah", "Changed"))
ALL = (*KINDS, CHANGED)


def kind_of(event: str) -> Kind:
    """The kind of an event; what is none of the others has changed something."""
    return next((kind for kind in KINDS if kind.has(event)), CHANGED)
