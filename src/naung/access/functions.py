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

    @property
    def signature(self) -> str:
        """What it takes and gives, as it is declared."""
        return f"({self.takes}) -> {self.gives}"

    def made(self, schema: str) -> str:
        """The statement that writes it."""
        kept = "VOLATILE" if self.changes else "STABLE"
        return (
            f"CREATE OR REPLACE FUNCTION {schema}.{self.name}({self.takes}) RETURNS {self.gives} "
            f"LANGUAGE {self.language} {kept} SECURITY DEFINER {PINNED} {self.settings} AS $$ {self.body} $$"
        )


def forgotten() -> Iterator[str]:
    """The statements that take away what an earlier version of Naung made under a name with another signature.

    PostgreSQL changes no function's result in place, and another argument would leave the old one beside the new.
    """
    for definer in definers():
        yield f"""
            DO $forget$ DECLARE old regprocedure; BEGIN
                FOR old IN
                    SELECT oid FROM pg_catalog.pg_proc
                     WHERE pronamespace = 'public'::regnamespace AND proname = '{definer.name}'
                       AND obj_description(oid, 'pg_proc') IS DISTINCT FROM '{definer.signature}'
                LOOP EXECUTE 'DROP FUNCTION ' || old; END LOOP;
            END $forget$
        """  # noqa: S608 - our own declarations


def signed() -> Iterator[str]:
    """The statements that write beside each function which signature it was made with."""
    for definer in definers():
        yield f"COMMENT ON FUNCTION public.{definer.name} IS '{definer.signature}'"


def made(schema: str) -> Iterator[str]:
    """The statements that write the functions of all packages."""
    yield AWAKE
    yield from (definer.made(schema) for definer in definers())


def definers() -> Iterator[Definer]:
    """The functions of all packages."""
    for config in apps.get_app_configs():
        if declare := getattr(config, "definers", None):
            yield from declare()
