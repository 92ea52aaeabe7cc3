"""`…__in` with ids as one array: `id = ANY(%s)`.

Django writes a place for each id, so that a list of 49 and one of 50 are two statements and the database keeps a
plan for neither. One array is one statement, however many ids, and costs less to write.
"""

from typing import Any

from django.db.models import ForeignKey, UUIDField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _OneArray(In):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        sql, params = super().process_rhs(compiler, connection)
        return ("%s", [list(params)]) if self.rhs_is_direct_value() else (sql, params)

    def get_rhs_op(self, connection: Any, rhs: Any) -> str:
        return f"= ANY({rhs})" if self.rhs_is_direct_value() else super().get_rhs_op(connection, rhs)


@UUIDField.register_lookup
class AnyId(_OneArray):
    """`id__in=[…]`."""


@ForeignKey.register_lookup
class AnyRelated(RelatedIn, _OneArray):
    """`report__in=[…]`."""
