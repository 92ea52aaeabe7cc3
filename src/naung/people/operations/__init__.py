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
from naung.people.operations.indexing import index_missing, keep_keys
from naung.people.operations.merging import point_to, stand_apart
from naung.people.operations.pairs import WAITING, decide_pair, offer_pairs, open_pair, propose_pair
from naung.people.operations.searching import note_search

__all__ = [
    "WAITING",
    "CaregiverFacts",
    "add_caregiver",
    "add_household_member",
    "change_caregiver",
    "change_child",
    "decide_pair",
    "end_membership",
    "follow_case",
    "index_missing",
    "keep_keys",
    "note_search",
    "offer_pairs",
    "open_pair",
    "point_to",
    "propose_pair",
    "register_child",
    "relate",
    "stand_apart",
]
