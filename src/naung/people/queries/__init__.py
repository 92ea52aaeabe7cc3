"""Reading children: records, the look-up beside a report, the search by name."""

from naung.people.queries.known import Carer, account
from naung.people.queries.same import RECORDS, locked_pair, same_as, standing, standing_of
from naung.people.queries.search import KnownChild, children_of, find_by_name, look_up
from naung.people.queries.tokens import columns_of, facts_of, token

__all__ = [
    "RECORDS",
    "Carer",
    "KnownChild",
    "account",
    "children_of",
    "columns_of",
    "facts_of",
    "find_by_name",
    "locked_pair",
    "look_up",
    "same_as",
    "standing",
    "standing_of",
    "token",
]
