"""The kinds of data that Naung holds, in words: the classes of its tables, and what lies beside them."""

from collections.abc import Mapping

from naung.core.text import Text

CLASSES: Mapping[str, Text] = {
    "D1": Text("Nomor kasus, status, tenggat", "Case numbers, status, due dates"),
    "D2": Text("Identitas dan keluarga anak", "Identity and family of a child"),
    "D3": Text("Cerita, asesmen, rencana", "Narrative, assessment, plan"),
    "D4": Text("Rincian seksual, medis, psikologis", "Sexual, medical, psychological detail"),
    "D5": Text("Terlapor dan perkara hukum", "Alleged persons and legal matters"),
    "D6": Text("Pelapor", "Reporters"),
    "D7": Text("Tempat anak yang dilindungi", "Where a sheltered child is"),
}
# Beside the tables' classes, what a breach may also touch.
BESIDE: Mapping[str, Text] = {
    "FILES": Text("Foto, rekaman, surat", "Pictures, recordings, papers"),
    "STAFF": Text("Akun petugas", "Accounts of workers"),
    "KEYS": Text("Kata sandi atau kunci", "Passwords or keys"),
}
KINDS: Mapping[str, Text] = {**CLASSES, **BESIDE}
