"""Writing children and the people around them."""

from naung.people.operations.children import change_child, follow_case, register_child
from naung.people.operations.family import (
    CaregiverFacts,
    add_caregiver,
    add_household_member,
    change_caregiver,
    end_membership,
    relate,
)
from naung.people.operations.searching import note_search

__all__ = [
    "CaregiverFacts",
    "add_caregiver",
    "add_household_member",
    "change_caregiver",
    "change_child",
    "end_membership",
    "follow_case",
    "note_search",
    "register_child",
    "relate",
]
