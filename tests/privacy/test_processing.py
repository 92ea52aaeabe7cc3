"""The processing register: every walled table and data class has its purpose; the rest follows from the code."""

from collections import Counter

from django.urls import reverse

from naung.access.policy import CLASSES as READ_CLASSES
from naung.access.rows import walled
from naung.privacy.queries.processing import register
from naung.privacy.rules.classes import CLASSES
from naung.privacy.rules.processing import ACTIVITIES
from tests.scene import Scene
from tests.signing import signed_in


def test_every_walled_table_has_its_purpose_once() -> None:
    written = Counter(label for one in ACTIVITIES for label in one.tables)
    tables = {model._meta.label for model, _ in walled()}
    assert tables - set(written) == set(), "say in privacy/rules/processing.py for what it is kept"
    assert set(written) - tables == set()
    assert max(written.values()) == 1


def test_every_data_class_has_its_words_and_stands_in_the_register() -> None:
    assert set(CLASSES) == {permission.removeprefix("READ_") for permission in READ_CLASSES}
    stand = {name for entry in register() for name in entry.classes}
    used = {name for model, _ in walled() for name in vars(model.Privacy) if name in CLASSES}  # type: ignore[attr-defined]
    assert stand == {CLASSES[name] for name in used}


def test_readers_days_and_seals_follow_from_the_code(settings: object) -> None:
    settings.SIGNS_KEPT_DAYS = 77  # type: ignore[attr-defined]
    found = {entry.activity.code: entry for entry in register()}
    assert found["SIGNS"].kept.en == "77 days after the last sign"
    assert found["SIGNS"].readers.id == "Orang sekolah (guru, kepala sekolah)"
    assert "Pejabat pelindung data" not in found["CASEWORK"].readers.id
    assert 0 < found["REPORTS"].sealed < found["REPORTS"].fields


def test_officer_and_administrator_read_it_in_both_languages(scene: Scene) -> None:
    page = reverse("privacy:processing")
    for name in ("Dodi", "Ayu", "Ratna"):
        assert "Tugas umum pelindungan anak" in signed_in(scene, name).get(page).content.decode()
    assert "Public task of protecting children" in _english(scene)
    assert signed_in(scene, "Sari").get(page).status_code in (403, 404)


def _english(scene: Scene) -> str:
    ayu = signed_in(scene, "Ayu")
    ayu.cookies["django_language"] = "en"
    return ayu.get(reverse("privacy:processing"), headers={"accept-language": "en"}).content.decode()
