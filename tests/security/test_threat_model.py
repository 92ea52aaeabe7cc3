"""The page on security names only tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))

    assert len(named) > 20
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_attack_of_this_folder_is_named_on_the_page() -> None:
    attacks = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}

    assert not [name for name in attacks - {"tests/security/test_threat_model.py"} if name not in PAGE]
