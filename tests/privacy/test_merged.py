"""Two records of one child: an emergency finds the open case by either record, and a guardian's list looks at both."""

import pytest

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.people.models import Child
from naung.people.queries import token
from tests.cases.stories import a_case
from tests.people.merge_stories import close, merge
from tests.privacy.stories import breaks, in_danger, on_duty
from tests.privacy.test_guardian import alleges, given, looks
from tests.scene import Scene

NIK = "6471990112150007"


def one_child(scene: Scene) -> tuple[Case, Case]:
    """A child in danger, and a second record of the same child under another name and with its NIK."""
    kept = in_danger(scene)
    merged = close(scene, a_case(scene, name="Laila Sari"))
    with acting_as(scene.actor("Sari")):
        Child.objects.filter(pk=merged.child_id).update(nik_token=token("nik", NIK))
    return kept, merged


@pytest.mark.parametrize("by", ["number", "name", "nik"])
def test_an_emergency_by_what_only_the_merged_record_says_opens_the_open_case(scene: Scene, by: str) -> None:
    kept, merged = one_child(scene)
    on_duty(scene, "Toni")
    asked = {"number": merged.number, "name": "laila sari", "nik": NIK}[by]
    assert breaks(scene, "Toni", asked) is None

    merge(scene, kept, merged)

    assert breaks(scene, "Toni", asked) == kept


def test_whoever_is_alleged_in_one_record_is_not_given_the_list_by_the_number_of_the_other(scene: Scene) -> None:
    kept, merged = a_case(scene, name="Siti Aminah"), a_case(scene, name="Laila Sari")
    alleges(scene, merged, "IBU")
    assert given(scene, kept) == []
    assert given(scene, merged) is None

    merge(scene, kept, merged, closes=True)  # the case in which she is alleged is closed, as a duplicate

    assert given(scene, kept) is None
    assert given(scene, merged) is None
    close(scene, kept)
    assert given(scene, merged) == []


def test_the_list_tells_who_looked_at_either_record(scene: Scene) -> None:
    kept, merged = a_case(scene, name="Siti Aminah"), a_case(scene, name="Laila Sari")
    looks(scene, "Sari", kept)
    looks(scene, "Rina", merged)
    merge(scene, kept, merged, closes=True)

    assert {role for _, role, _ in given(scene, kept) or []} == {"SOCIAL_WORKER", "SUPERVISOR"}
