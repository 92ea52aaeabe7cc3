"""An update of the tables that fails half-way leaves data and version as they were, and says so in a sentence."""

import pytest
from django.db import connections, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from naung.config import doctor, setting_up

HALF = [
    migrations.RunSQL("CREATE TABLE half_way (id integer)"),
    migrations.RunSQL("DELETE FROM places_area"),
    migrations.RunSQL("SELECT 1 / 0"),
]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more migration, after the last one of the places."""
    load = MigrationLoader.build_graph

    def with_one_more(loader: MigrationLoader) -> None:
        load(loader)
        last = loader.graph.leaf_nodes("places")[0]
        planted = type("Migration", (migrations.Migration,), {"operations": HALF, "dependencies": [last]})
        key = ("places", "9999_planted")
        loader.disk_migrations[key] = planted("9999_planted", "places")
        loader.graph.add_node(key, loader.disk_migrations[key])
        loader.graph.add_dependency(loader.disk_migrations[key], key, last)

    monkeypatch.setattr(MigrationLoader, "build_graph", with_one_more)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_failing_update_leaves_everything_as_it_was(planted: None) -> None:
    before = _state()
    with pytest.raises(SystemExit, match="that step was undone, and all data are as before"):
        next(setting_up.set_up())
    assert _state() == before
    assert list(doctor.findings())[-1] == "1 migrations wait: run `./run naung setup`."


def _state() -> tuple[object, ...]:
    owner = connections["owner"]
    applied = MigrationExecutor(owner).recorder.applied_migrations()
    with owner.cursor() as cursor:
        cursor.execute("SELECT to_regclass('half_way'), (SELECT count(*) FROM places_area)")
        return (("places", "9999_planted") in applied, *cursor.fetchone())
