"""All checks of the sources: `./run check`, some by name: `./run check types sizes`; `--fix` mends what it can."""

import base64
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = [sys.executable]
TEMPLATES = [str(path) for path in sorted((ROOT / "src").rglob("*.html"))]

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "types": ["mypy"],
    "insecure": ["bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "src"],
    "structure": ["lint-imports", "--no-logo"],
    "templates": ["djhtml", "--check", "--tabwidth", "2", *TEMPLATES],
    "scripts": [*PYTHON, "tools/frontend.py", "check"],
    "sizes": [*PYTHON, "tools/sizes.py"],
    "messages": [*PYTHON, "tools/messages.py", "check"],
    "locks": [*PYTHON, "tools/locks.py"],
    "licences": [*PYTHON, "tools/licences.py"],
    "documents": ["naung", "docs", "--check"],
    "walls": [*PYTHON, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", "tests/access/test_standing.py"],
}
FIXES: list[list[str]] = [
    ["ruff", "check", "--fix", "--quiet"],
    ["ruff", "format", "--quiet"],
    ["djhtml", "--tabwidth", "2", *TEMPLATES],
    [*PYTHON, "tools/messages.py", "update"],
    ["naung", "docs"],
]
ALWAYS_SHOWN = {"sizes"}
OWN_DATABASE = {"walls"}  # starts a disposable server, migrates and compares


def main() -> int:
    """Run the named checks, or all, and say of each whether it passed."""
    names = sys.argv[1:]
    if names == ["--fix"]:
        for command in FIXES:
            _run(command, _settings())
        names = []
    if unknown := [name for name in names if name not in CHECKS]:
        print(f"There is no check named {', '.join(unknown)}; there are {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    failed = [name for name in names or CHECKS if not _passes(name)]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    begun = time.monotonic()
    done = _run(CHECKS[name], os.environ.copy() if name in OWN_DATABASE else _settings())
    print(f"{name:<10} {'ok' if done.returncode == 0 else 'FAILED':<7} {time.monotonic() - begun:5.1f} s", flush=True)
    if done.returncode or name in ALWAYS_SHOWN:
        print("\n".join(f"    {line}" for line in done.stdout.splitlines()), flush=True)
    return done.returncode == 0


def _run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = command[0] if Path(command[0]).is_absolute() else str(BIN / command[0])
    return subprocess.run(
        [program, *command[1:]],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _settings() -> dict[str, str]:
    """Settings with which the sources can be loaded; no database is opened, no secret is needed."""
    nothing = {
        "DATABASE_URL": "postgresql:///none",
        "DATABASE_OWNER_URL": "postgresql:///none",
        "NAUNG_SECRET_KEY": "checks only",
        "NAUNG_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
        "NAUNG_AUDIT_KEY": base64.b64encode(bytes(32)).decode(),
    }
    return os.environ | nothing


if __name__ == "__main__":
    sys.exit(main())
