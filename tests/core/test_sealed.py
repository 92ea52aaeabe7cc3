"""What is sealed lies encrypted in the database and opens only where it was put."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from naung.access.acting import acting_as, widened
from naung.access.actors import Actor
from naung.cases.models import Narrative
from naung.core import keys
from naung.core.ids import new_id
from naung.core.models import DataKey
from naung.core.sealed import Ciphertext
from tests.access.test_walls import make_case
from tests.scene import MONDAY, Scene


@pytest.fixture
def sari(scene: Scene) -> Actor:
    return scene.actor("Sari")


def raw(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return bytes(cursor.fetchone()[0])


def test_a_note_is_read_by_its_people_and_is_not_in_the_table_in_clear(scene: Scene, sari: Actor) -> None:
    make_case(scene, "Sari", "barat")
    with acting_as(sari):
        assert Narrative.objects.get().text == "Ia takut pulang."
        assert b"takut" not in raw("cases_narrative", "text")


def test_a_sealed_value_is_not_shown_by_accident(scene: Scene, sari: Actor) -> None:
    make_case(scene, "Sari", "barat")
    with acting_as(sari):
        value = Narrative.objects.values_list("text", flat=True).get()
    assert isinstance(value, Ciphertext)
    assert f"{value} {value!r}" == "<sealed> <sealed>"


def test_sealed_text_can_neither_be_searched_nor_updated_by_value(scene: Scene, sari: Actor) -> None:
    make_case(scene, "Sari", "barat")
    with acting_as(sari):
        with pytest.raises(TypeError, match="sealed"), transaction.atomic():
            Narrative.objects.filter(text="Ia takut pulang.").exists()
        with pytest.raises(TypeError, match="sealed"), transaction.atomic():
            Narrative.objects.update(text="clear")


def test_a_value_moved_to_another_row_does_not_open(scene: Scene, sari: Actor) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(sari):
        first = Narrative.objects.get()
        second = Narrative.objects.create(case=case, at=MONDAY, written_at=MONDAY, text="Lain.")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_narrative SET text = (SELECT text FROM cases_narrative WHERE id = %s) WHERE id = %s",
                [first.pk, second.pk],
            )
        with pytest.raises(InvalidTag):
            _ = Narrative.objects.get(pk=second.pk).text


def test_every_child_has_a_key_of_its_own_and_without_it_nothing_opens(scene: Scene, sari: Actor) -> None:
    case = make_case(scene, "Sari", "barat")
    other = make_case(scene, "Sari", "barat", "Dimas")
    assert DataKey.objects.filter(pk__in=[case.child_id, other.child_id]).count() == 2

    DataKey.objects.filter(pk=case.child_id).delete()
    with acting_as(sari):
        with pytest.raises(keys.KeyLost):
            _ = Narrative.objects.get(case=case).text
        assert Narrative.objects.get(case=other).text == "Ia takut pulang."


def test_another_master_key_opens_nothing(scene: Scene, sari: Actor, settings) -> None:  # type: ignore[no-untyped-def]
    make_case(scene, "Sari", "barat")
    settings.MASTER_KEY = b"y" * 32
    with acting_as(sari), pytest.raises(keys.KeyLost):
        _ = Narrative.objects.get().text


def test_a_key_made_in_an_undone_savepoint_outlives_it(scene: Scene, sari: Actor) -> None:
    subject = new_id()
    with acting_as(sari), widened([subject]):
        undone = transaction.savepoint()
        keys.key_for_sealing(subject)
        transaction.savepoint_rollback(undone)
        sealed_after = keys.key_for_sealing(subject)
    with acting_as(sari):
        assert keys.key_of(subject) == sealed_after


def test_a_page_opens_many_keys_in_one_query(scene: Scene, sari: Actor, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for name in ("Rani", "Dimas", "Ayu"):
        make_case(scene, "Sari", "barat", name)
    with acting_as(sari):
        notes = list(Narrative.objects.select_related("case"))
        with django_assert_num_queries(1):
            keys.load(note.case.child_id for note in notes)
            assert {note.text for note in notes} == {"Ia takut pulang."}
