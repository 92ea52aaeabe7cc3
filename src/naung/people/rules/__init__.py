"""Pure rules about people: numbers of identity, names, ages, phones."""

from naung.people.rules.ages import ADULT_AGE, age_now, age_on, birth_window, check_birth_date, check_estimate
from naung.people.rules.checks import Checked, Finding
from naung.people.rules.facts import CheckedChild, ChildFacts, check_child, tidied
from naung.people.rules.identity import (
    SEX_TEXTS,
    NikSays,
    Sex,
    check_kk,
    check_nik,
    check_nisn,
    check_npsn,
    check_rt,
    check_rw,
    read_nik,
)
from naung.people.rules.names import check_name, search_key
from naung.people.rules.phones import check_phone, read_phone

__all__ = [
    "ADULT_AGE",
    "SEX_TEXTS",
    "Checked",
    "CheckedChild",
    "ChildFacts",
    "Finding",
    "NikSays",
    "Sex",
    "age_now",
    "age_on",
    "birth_window",
    "check_birth_date",
    "check_child",
    "check_estimate",
    "check_kk",
    "check_name",
    "check_nik",
    "check_nisn",
    "check_npsn",
    "check_phone",
    "check_rt",
    "check_rw",
    "read_nik",
    "read_phone",
    "search_key",
    "tidied",
]
