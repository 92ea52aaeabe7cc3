"""Find ClamAV's daemon for the tests of files, and install Debian's where there is none. No signatures are fetched."""

import os
import shutil
import subprocess
import sys

PLACES = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"


def obtain() -> str:
    """Why there is no clamd; empty when there is one."""
    if shutil.which("clamd", path=PLACES):
        return ""
    if not shutil.which("apt-get"):
        return "no clamd, and no apt"
    if os.geteuid() != 0:
        return "no clamd, and no root for apt"
    print("Installing Debian's clamd for the tests of files", file=sys.stderr)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # installed, not started
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "clamav-daemon"]):
        done = subprocess.run(["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return f"no clamd: apt-get {arguments[0]} failed"
    return ""
