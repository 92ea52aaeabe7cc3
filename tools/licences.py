"""Everything that Naung is made of may be given on under AGPL-3.0-or-later, or is only used to build and test it."""

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPATIBLE = {
    "0BSD", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "GPL-3.0-or-later", "ISC",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib",
    # As older packages say it in their classifiers.
    "Apache Software License", "BSD License", "GNU General Public License v2 or later (GPLv2+)",
    "GNU General Public License v3 or later (GPLv3+)", "ISC License (ISCL)", "MIT License",
    "Mozilla Public License 2.0 (MPL 2.0)", "Python Software Foundation License",
}  # fmt: skip
# Packages whose metadata say less than their licence file, which somebody read.
READ = {
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause; the other licence is that of the first JavaScript version, MIT",
    "combine-errors": "MIT, as its Readme says",
    "graceful-fs": "BlueOak-1.0.0, permissive; only for node, never in what browsers get",
    "text-unidecode": "GPL-2.0-or-later or Artistic, at our choice",
}


def main() -> int:
    """Print each dependency whose licence nobody has found compatible."""
    faults = [f"{name} has the licence {licence!r}" for name, licence in found() if not compatible(licence)]
    for fault in faults:
        print(f"{fault}: leave it out, or read its licence and write the outcome into tools/licences.py")
    return 1 if faults else 0


def found() -> Iterator[tuple[str, str]]:
    """Name and licence of every locked package; of Python's, those that are installed on this kind of machine."""
    locked = {package["name"] for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    for package in importlib.metadata.distributions():
        name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
        if name in locked - READ.keys():
            yield name, licence_of(package)
    for place, facts in json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"].items():
        if place.rpartition("/")[2] not in READ:
            yield place or "web", str(facts.get("license", "unknown"))


def licence_of(package: importlib.metadata.Distribution) -> str:
    """What a package says of itself: by name, else by classifiers, all of which then hold."""
    said = package.metadata
    classes = [text.split(" :: ")[-1] for text in said.get_all("Classifier", []) if text.startswith("License ::")]
    return said.get("License-Expression") or " AND ".join(classes) or said.get("License") or "unknown"


def compatible(licence: str) -> bool:
    """Whether one of the alternatives holds only licences of the list."""
    alternatives = (licence[1:-1] if licence.startswith("(") else licence).split(" OR ")
    return any(all(part in COMPATIBLE for part in one.split(" AND ")) for one in alternatives)


if __name__ == "__main__":
    sys.exit(main())
