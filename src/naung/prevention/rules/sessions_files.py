"""What may be kept of a session as a picture: photos without faces, and a list only adults signed."""

from collections.abc import Mapping

from naung.core.errors import Refused
from naung.core.text import Text
from naung.files.rules import Family
from naung.prevention.rules.sessions import Counts

PHOTO, SIGNED_LIST = "PHOTO", "SIGNED_LIST"
KINDS: Mapping[str, Text] = {
    PHOTO: Text("Foto kegiatan", "Photo of the session"),
    SIGNED_LIST: Text("Daftar hadir bertanda tangan (orang dewasa)", "Signed list (adults)"),
}
NO_FACE, ALL_AGREED = "NO_FACE", "ALL_AGREED"
CONFIRMED: Mapping[str, Text] = {
    NO_FACE: Text("Tidak ada wajah yang dapat dikenali", "No face can be recognised"),
    ALL_AGREED: Text(
        "Hanya orang dewasa yang terlihat, dan semuanya setuju", "Only adults are seen, and all of them agreed"
    ),
}
RULE = Text(
    "Foto hanya tanpa wajah yang dapat dikenali: dari belakang, tangan, papan tulis. Wajah anak tidak pernah.",
    "Photos only without faces that can be recognised: from behind, hands, the board. Never a child's face.",
)
NO_KIND = Text("Pilih salah satu jawaban.", "Choose an answer.")
NOT_CONFIRMED = Text(
    "Periksa fotonya dahulu, lalu pilih salah satu. Foto dengan wajah anak tidak disimpan.",
    "Look at the photo first, then choose one. Photos with a child's face are not kept.",
)
PUPILS_CAME = Text(
    "Murid ikut hadir, dan nama murid tidak dicatat. Daftar yang ditandatangani orang dewasa tetap di kertas; tulis "
    "tempatnya pada hari-H.",
    "Pupils came, and no pupil's name is recorded. The list that adults signed stays on paper; write on the day's page "
    "where it lies.",
)
NOT_COUNTED = Text(
    "Isi dahulu jumlah peserta pada hari-H: daftar hanya disimpan bila semua yang hadir orang dewasa.",
    "Count who came first, on the day's page: a list is kept only when everybody who came is an adult.",
)
ONLY_PICTURES = Text("Untuk ini kirim foto (JPEG, PNG, WebP).", "Send a photo for this (JPEG, PNG, WebP).")
NO_SOUND = Text("Untuk ini kirim foto atau PDF.", "Send a photo or a PDF for this.")


def why_no_list(counts: Counts) -> Text | None:
    """Why no signed list may be kept of a session with these people; none when only adults were counted."""
    if not sum(counts.values()):
        return NOT_COUNTED
    pupils = sum(people for (audience, _), people in counts.items() if audience == "PUPILS")
    return PUPILS_CAME if pupils else None


def check_session_file(kind: str, confirmed: str, family: Family, counts: Counts) -> None:
    """Raise `Refused` for what may not be kept of a session."""
    if kind not in KINDS:
        raise Refused(NO_KIND, field="kind")
    if kind == SIGNED_LIST:
        if why := why_no_list(counts):
            raise Refused(why, field="kind")
        if family is Family.SOUND:
            raise Refused(NO_SOUND, field="file")
        return
    if confirmed not in CONFIRMED:
        raise Refused(NOT_CONFIRMED, field="confirmed")
    if family is not Family.PICTURE:
        raise Refused(ONLY_PICTURES, field="file")
