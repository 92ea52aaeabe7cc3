"""What all processes of an installation remember for a while, such as how often somebody tried to sign in.

Django's own database cache pickles its values and counts the table with each write; this one keeps JSON, and
nobody can read from a key whose name or address it stands for.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

GET = "SELECT value FROM naung_cache WHERE cache_key = %s AND expires > clock_timestamp()"
GET_MANY = "SELECT cache_key, value FROM naung_cache WHERE cache_key = ANY(%s) AND expires > clock_timestamp()"
PUT = """
    INSERT INTO naung_cache (cache_key, value, expires) VALUES (%s, %s, %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
ADD = f"{PUT} WHERE naung_cache.expires <= clock_timestamp()"
DELETE = "DELETE FROM naung_cache WHERE cache_key = %s"
INCREASE = """
    UPDATE naung_cache SET value = (value::integer + %s)::text WHERE cache_key = %s AND expires > clock_timestamp()
    RETURNING value
"""
# Nothing is remembered longer than a day. What would be was written before the clock went back.
SWEEP = """
    DELETE FROM naung_cache
     WHERE expires <= clock_timestamp() OR (expires > clock_timestamp() + interval '25 hours' AND expires < %s)
"""
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Shared(BaseCache):
    """A cache in an unlogged table of the database. Whoever adds what another transaction adds waits for that one."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._run(ADD, *self._row(key, value, timeout, version)) > 0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(GET, [self._named(key, version)])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Many in one statement."""
        names = {self._named(key, version): key for key in keys}
        with connection.cursor() as cursor:
            cursor.execute(GET_MANY, [list(names)])
            return {names[name]: json.loads(value) for name, value in cursor.fetchall()}

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._run(PUT, *self._row(key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._run(DELETE, self._named(key, version)) > 0

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one statement, so that none of many at once is lost."""
        with connection.cursor() as cursor:
            cursor.execute(INCREASE, [delta, self._named(key, version)])
            row = cursor.fetchone()
        if row is None:
            raise ValueError(key)
        return int(row[0])

    def clear(self) -> None:
        self._run("DELETE FROM naung_cache")

    def sweep(self) -> int:
        """Throw away what has run out; says how much."""
        return self._run(SWEEP, FOR_EVER)

    def _row(self, key: Any, value: Any, timeout: float | None, version: int | None) -> tuple[str, str, datetime]:
        until = self.get_backend_timeout(timeout)
        expires = FOR_EVER if until is None else datetime.fromtimestamp(until, UTC)
        return self._named(key, version), json.dumps(value), expires

    def _named(self, key: Any, version: int | None) -> str:
        return salted_hmac("naung.cache", self.make_key(str(key), version), algorithm="sha256").hexdigest()

    def _run(self, statement: str, *values: str | datetime) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
