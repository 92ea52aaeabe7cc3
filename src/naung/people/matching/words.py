"""What a comparison says, in words for the person who decides."""

from collections.abc import Iterable

from naung.core.text import Text

SAME_NUMBER_OTHER_NAME = Text(
    "NIK sama tetapi namanya lain: periksa NIK dan nama keduanya.",
    "Same NIK but another name: check NIK and name of both.",
)
FAMILY_LIKENESS = Text("bisa juga saudara atau kembarannya", "may also be a sibling or twin")
FIELD_TEXTS = {
    "name": Text("nama", "name"),
    "mother": Text("nama ibu", "mother's name"),
    "birth": Text("tanggal lahir", "birth date"),
    "age": Text("umur", "age"),
    "sex": Text("jenis kelamin", "sex"),
    "nik": Text("NIK", "NIK"),
    "kk": Text("nomor KK", "family card"),
    "phone": Text("nomor telepon", "phone number"),
    "area": Text("tempat tinggal", "place of living"),
    "school": Text("sekolah", "school"),
    "address": Text("alamat", "address"),
}
MISSING = Text("{field} tidak diisi", "{field} not given")
COMMON_TEXTS = {
    "SAME": Text("{field} sama", "same {field}"),
    "DIFFERENT": Text("{field} berbeda", "{field} differs"),
    "ALL": Text("{field} sama, paling-paling beda ejaan", "same {field}, at most spelled another way"),
    "NEAR": Text("{field} sama, disingkat atau disambung", "same {field}, shortened or written together"),
    "TYPO": Text("{field} beda satu atau dua huruf", "{field} differs in a letter or two"),
    "ALIKE": Text("{field} mirip, tetapi dua nama yang berbeda", "{field} is similar, but two different names"),
    "PART": Text("{field} yang satu bagian dari yang lain", "one {field} is part of the other"),
    "LITTLE": Text("{field} hanya sama pada kata yang sangat umum", "{field} shares only very common words"),
    "SOME": Text("{field} sama sebagian, selebihnya lain", "{field} agrees in part, the rest differs"),
    "NONE": Text("{field} lain", "another {field}"),
}
OWN_TEXTS = {
    ("birth", "CLOSE"): Text("tanggal lahir beda di satu bagian", "birth date differs in one part"),
    ("birth", "YEAR_ONLY"): Text("tahun lahir sama, tanggal tidak pasti", "same birth year, day not sure"),
    ("birth", "YEAR_OFF"): Text("tanggal lahir beda satu atau dua tahun", "birth date a year or two apart"),
    ("birth", "SWAPPED"): Text("tanggal dan bulan lahir tertukar", "day and month of birth swapped"),
    ("age", "FITS"): Text("umur cocok", "age fits"),
    ("age", "NEAR"): Text("umur hampir cocok", "age nearly fits"),
    ("age", "FAR"): Text("umur tidak cocok", "age does not fit"),
    ("nik", "NEIGHBOUR"): Text(
        "NIK beda satu angka nomor urut, seperti anak lain yang lahir pada hari yang sama",
        "NIK differs in one digit of the serial, as of another child born that day",
    ),
    ("nik", "ONE_PLACE"): Text("NIK beda satu angka", "NIK differs in one digit"),
    ("area", "DISTRICT"): Text("kecamatan sama, kelurahan lain", "same district, another village"),
    ("area", "VILLAGE"): Text("kelurahan sama", "same village"),
}


def reasons(codes: Iterable[str]) -> list[Text]:
    """The words for codes as they are kept with a pair (`BIRTH_SWAPPED`); of another version's codes nothing."""
    parts = [code.lower().partition("_") for code in codes]
    known = [(field, level.upper()) for field, _, level in parts if field in FIELD_TEXTS]
    found = [said(*one) for one in known if one[1] in COMMON_TEXTS or one in OWN_TEXTS]
    return [*found, *([FAMILY_LIKENESS] if "FAMILY_SIBLING" in codes else [])]


def said(field: str, level: str) -> Text:
    """The words for one field's level."""
    own = OWN_TEXTS.get((field, level))
    if own is not None:
        return own
    return (MISSING if level == "MISSING" else COMMON_TEXTS[level]).format(field=FIELD_TEXTS[field])
