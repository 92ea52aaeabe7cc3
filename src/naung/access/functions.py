"""Functions that the database runs in the owner's name, past the walls: few, declared, and written like the walls.

Row security keeps PostgreSQL from using a trigram index, and whoever files a report must not see the earlier ones.
A package names its functions in its `AppConfig` (`definers`); each holds the wall itself, as far as it tells anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps

# What a caller has put before `public`, or into the temporary tables, is never looked at.
PINNED = "SET search_path = pg_catalog, public, pg_temp"

# A session may name the settings of pg_trgm in a function only once it has called the extension.
AWAKE = "SELECT public.show_limit()"


@dataclass(frozen=True)
class Definer:
    """One function of the owner: what it takes and gives, further settings, and its SQL."""

    name: str
    takes: str
    gives: str
    body: str
    settings: str = ""
    language: str = "sql"
    changes: bool = False

    def made(self, schema: str) -> str:
        """The statement that writes it."""
        kept = "VOLATILE" if self.changes else "STABLE"
        return (
            f"CREATE OR REPLACE FUNCTION {schema}.{self.name}({self.takes}) RETURNS {self.gives} "
            f"LANGUAGE {self.language} {kept} SECURITY DEFINER {PINNED} {self.settings} AS $$ {self.body} $$"
        )


def made(schema: str) -> Iterator[str]:
    """The statements that write the functions of all packages."""
    yield AWAKE
    yield from (definer.made(schema) for definer in definers())


def definers() -> Iterator[Definer]:
    """The functions of all packages."""
    for config in apps.get_app_configs():
        if declare := getattr(config, "definers", None):
            yield from declare()
