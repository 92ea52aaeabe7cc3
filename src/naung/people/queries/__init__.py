"""Reading children: records, the look-up beside a report, the search by name."""

from naung.people.queries.tokens import columns_of, token

__all__ = ["columns_of", "token"]
