"""Find a browser for the journeys, and install one where there is none."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

SYSTEM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
TRY = """
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    playwright.chromium.launch(
        executable_path=sys.argv[1] or None, args=["--no-sandbox"] if os.geteuid() == 0 else []
    ).close()
"""


@dataclass(frozen=True)
class Browser:
    """A browser that starts here; without a path it is playwright's own. Or the reason why there is none."""

    path: str = ""
    missing: str = ""


def obtain() -> Browser:
    """The system's chromium, or Debian's through apt as root, else playwright's own."""
    reasons = []
    for get in (_system, _debian, _playwright):
        path, reason = get()
        if not reason and _starts(path):
            return Browser(path)
        reasons.append(reason or f"{path or 'playwright chromium'} does not start")
    return Browser(missing="; ".join(reasons))


def _system() -> tuple[str, str]:
    path = next((found for name in SYSTEM if (found := shutil.which(name))), "")
    return path, "" if path else "no chromium on this machine"


def _debian() -> tuple[str, str]:
    if not shutil.which("apt-get"):
        return "", "no apt"
    if os.geteuid() != 0:
        return "", "no root for apt"
    print("Installing Debian's chromium for the browser journeys", file=sys.stderr)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return "", f"apt-get {arguments[0]} failed"
    return _system()


def _playwright() -> tuple[str, str]:
    if _starts(""):
        return "", ""
    print("Installing playwright's chromium for the browser journeys", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return "", "playwright could not install its chromium" if done.returncode else ""


def _starts(path: str) -> bool:
    done = subprocess.run([sys.executable, "-c", TRY, path], capture_output=True, timeout=120, check=False)
    return done.returncode == 0
