"""All checks and tests, from nothing: `./run test`. With options for pytest: only those tests, without the checks."""

import os
import subprocess
import sys
from pathlib import Path

import browser
import scanner
from skipped import run_pytest

ROOT = Path(__file__).resolve().parent.parent
OLD_POSTGRES = Path("/usr/lib/postgresql/15/bin")
ON_OLD_POSTGRES = ["tests/access", "tests/audit", "tests/migrations"]
MANY_CORES = 2
SPREAD = ["-n", str(MANY_CORES), "--dist", "loadfile", "--no-loadscope-reorder"]  # in the order of tests/conftest.py


def main() -> int:
    """Run everything, then say what was skipped and why."""
    options = sys.argv[1:]
    found = browser.obtain()
    env = os.environ | {"NAUNG_BROWSER": found.path}
    skipped = [f"browser journeys: {found.missing}"] if found.missing else []
    skipped += [f"the scanner's own tests: {reason}"] if (reason := scanner.obtain()) else []
    without_journeys = ["-m", "not journey"] if found.missing else []
    if options:
        runs = [run_pytest([*without_journeys, *options], env)]
    else:
        runs = [(_checks(), []), run_pytest([*_spread(), *without_journeys], env), *_on_old_postgres(env, skipped)]
    status = max(failed for failed, _ in runs)
    skipped += dict.fromkeys(line for _, lines in runs for line in lines)
    for line in skipped:
        print(f"Skipped: {line}")
    if not options:
        print("FAILED: see above." if status else "All checks and tests passed.")
    return status


def _checks() -> int:
    return subprocess.run([sys.executable, ROOT / "tools" / "check.py"], check=False).returncode


def _spread() -> list[str]:
    return SPREAD if (os.cpu_count() or 1) >= MANY_CORES else []


def _on_old_postgres(env: dict[str, str], skipped: list[str]) -> list[tuple[int, list[str]]]:
    """Access, audit and migrations once more on the oldest PostgreSQL that we promise to work with."""
    if not OLD_POSTGRES.is_dir():
        skipped.append(f"access, audit and migration tests on PostgreSQL 15: it is not in {OLD_POSTGRES}")
        return []
    folders = [folder for folder in ON_OLD_POSTGRES if (ROOT / folder).is_dir()]
    print(f"Once more on PostgreSQL 15: {' '.join(folders)}", flush=True)
    return [run_pytest(["-q", *_spread(), *folders], env | {"NAUNG_POSTGRES_BINARIES": str(OLD_POSTGRES)})]


if __name__ == "__main__":
    sys.exit(main())
