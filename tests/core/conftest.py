"""Tests of the shared pages: own addresses, and the browser that `./run test` found."""

import os
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that set-up found, else Debian's; as root it needs to run without its sandbox."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    path = os.environ.get("NAUNG_BROWSER", "/usr/bin/chromium")
    return {**browser_type_launch_args, "args": as_root, "executable_path": path or None}
