"""The lock files name no host but the public package index: they must work on every machine."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {"uv.lock": {"pypi.org", "files.pythonhosted.org"}, "web/package-lock.json": set()}
# In npm's lock only these entries are download addresses; others are home pages of those who ask for donations.
ADDRESS = {"uv.lock": r'"(?:https?|file)://([^/"]*)', "web/package-lock.json": r'"resolved": "\w+://([^/"]*)'}


def main() -> int:
    """Print each host that does not belong there."""
    faults = [
        f"{name} names the host {host!r}: lock anew without UV_* variables, or with web/.npmrc in force"
        for name, allowed in ALLOWED.items()
        for host in sorted(set(re.findall(ADDRESS[name], (ROOT / name).read_text())) - allowed)
    ]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
