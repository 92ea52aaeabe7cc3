"""Run pytest and learn from its report what it skipped."""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent


def run_pytest(options: list[str], env: dict[str, str]) -> tuple[int, list[str]]:
    """Whether tests failed, and what pytest skipped, one line for each reason."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *options]
        status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        return status, _skipped(report) if report.exists() else []


def _skipped(report: Path) -> list[str]:
    tree = ElementTree.parse(report)  # noqa: S314 - pytest wrote it a moment ago
    said = (skip.get("message", "no reason given") for skip in tree.iter("skipped"))
    return [f"{why}: {count} test{'s' * (count > 1)}" for why, count in sorted(Counter(said).items())]
