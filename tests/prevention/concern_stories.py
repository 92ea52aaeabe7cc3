"""The people of two schools: Bu Yanti teaches at SD 001 and Pak Marwan heads it; Bu Nita teaches at another."""

from typing import Any

from naung.access.acting import acting_as
from naung.access.policy import Role
from naung.teams.models import Organisation, SchoolFunction, User
from naung.teams.operations import open_account
from tests.prevention.stories import a_school
from tests.scene import MONDAY, PASSWORD, Scene

PEOPLE = (
    ("Yanti", "Yanti Kusuma", SchoolFunction.CLASS_TEACHER),
    ("Marwan", "Marwan Hidayat", SchoolFunction.HEAD),
    ("Tuti", "Tuti Lestari", SchoolFunction.COUNSELLOR),
)


def people_of_school(scene: Scene) -> Organisation:
    """Bu Yanti, Pak Marwan and Bu Tuti of one school and Bu Nita of another, with accounts by the administrator."""
    school, other = a_school(), a_school("SD Negeri 002 Contoh", "30400002")
    for short, name, function in PEOPLE:
        _opened(scene, short, name, school, function)
    _opened(scene, "Nita", "Nita Anggraini", other, SchoolFunction.CLASS_TEACHER)
    return school


def account(scene: Scene, username: str, **facts: Any) -> User:
    """An account that Ayu opens."""
    with acting_as(scene.actor("Ayu")) as ayu:
        return open_account(by=ayu, username=username, now=MONDAY, **facts).user


def _opened(scene: Scene, short: str, name: str, school: Organisation, function: str) -> None:
    scene.users[short] = account(
        scene, short.lower(), name=name, role=Role.SCHOOL, school_id=school.pk, function=function,
        email=f"{short.lower()}@sekolah.test",
    )  # fmt: skip
    with acting_as(scene.actor("Ayu")):
        scene.users[short].set_password(PASSWORD)
        scene.users[short].save(update_fields=["password"])
