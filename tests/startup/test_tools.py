"""The tools behind `./run check`: each finds the fault it is there for."""

import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import licences, locks, messages, sizes, skipped

PAGE = '<p>{{ _("Selamat datang") }}</p>{% trans n=count %}satu anak{% pluralize %}{{ n }} anak{% endtrans %}'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one page and no translation."""
    monkeypatch.setattr(messages, "SOURCES", tmp_path)
    folder = tmp_path / "desk"
    (folder / "jinja2" / "desk").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text('TITLE = gettext_lazy("Hari ini")\n')
    (folder / "jinja2" / "desk" / "today.html").write_text(PAGE)
    return folder


def test_texts_that_nobody_translated_are_found(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.check_all() == 1
    said = capsys.readouterr().out
    assert all(text in said for text in ("Hari ini", "Selamat datang", "satu anak"))

    messages.update_all()
    assert messages.check_all() == 1
    assert "not translated: 'Hari ini'" in capsys.readouterr().out


def test_a_complete_catalogue_passes_and_is_compiled(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.update_all()
    path = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
    text = path.read_text()
    for original, english in (("Hari ini", "Today"), ("Selamat datang", "Welcome")):
        text = text.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{english}"')
    text = text.replace('msgstr[0] ""', 'msgstr[0] "one child"').replace('msgstr[1] ""', 'msgstr[1] "%(n)s children"')
    path.write_text(text)

    assert messages.check_all() == 0, capsys.readouterr().out
    messages.update_all()
    assert messages.check_all() == 0, "what was translated stays"
    messages.compile_all()
    assert b"Welcome" in path.with_suffix(".mo").read_bytes()

    (package / "views.py").write_text("")
    assert messages.check_all() == 1
    assert "no longer used: 'Hari ini'" in capsys.readouterr().out


def test_one_text_with_two_translations_is_found_unless_a_context_tells_them_apart() -> None:
    first, second = Catalog(), Catalog()
    first.add("Kegiatan", "Sessions")
    second.add("Kegiatan", "Action")
    assert len(messages.differing({"prevention": first, "cases": second})) == 1

    apart = Catalog()
    apart.add("Kegiatan", "Sessions", context="prevention")
    assert messages.differing({"prevention": apart, "cases": second}) == []


def test_a_function_too_long_to_read_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(sizes, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    file = tmp_path / "src" / "story.py"
    file.write_text("def short():\n    return 1\n\n\ndef fine():\n    return 2\n")
    assert sizes.main() == 0
    file.write_text("def endless():\n" + "    x = 1\n" * 60)
    assert sizes.main() == 1
    assert "endless has 61 lines" in capsys.readouterr().out
    file.write_text("x = 1\n" * 501)
    assert sizes.main() == 1
    assert "501 lines" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("uv", "npm", "found"),
    [
        ('url = "https://files.pythonhosted.org/a.whl"', "{}", ""),
        ('registry = "https://pypi.example.internal/simple"', "{}", "pypi.example.internal"),
        ('url = "file:///opt/wheels/a.whl"', "{}", "uv.lock"),
        ("", '"resolved": "https://npm.example.internal/a.tgz"', "npm.example.internal"),
        ("", '"url": "https://opencollective.com/somebody"', ""),
    ],
)
def test_a_lock_that_names_one_machine_is_found(
    uv: str, npm: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    (tmp_path / "uv.lock").write_text(uv)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package-lock.json").write_text(npm)
    assert locks.main() == (1 if found else 0)
    assert found in capsys.readouterr().out


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-2.0-only", False),
        ("MIT AND CC-BY-NC-4.0", False),
        ("unknown", False),
    ],
)
def test_a_licence_that_does_not_fit_is_found_and_named(
    licence: str, fits: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences, "found", lambda: [("apple", "MIT"), ("pear", licence)])
    assert licences.main() == (0 if fits else 1)
    assert ("pear" in capsys.readouterr().out) is not fits


def test_the_run_says_at_its_end_what_it_skipped_and_why(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(
        "import pytest\n\n@pytest.mark.skip(reason='needs a lighthouse')\ndef test_one(): ...\n"
        "@pytest.mark.skip(reason='needs a lighthouse')\ndef test_two(): ...\n"
    )
    assert skipped.run_pytest([str(tmp_path), "-c", "/dev/null", "--rootdir", str(tmp_path)], {**os.environ}) == (
        0,
        ["needs a lighthouse: 2 tests"],
    )
