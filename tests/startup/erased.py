"""A child with a closed case and a picture in an office at work; two who erase it, and who then looks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from naung.config import postgres
from tests.journeys.conftest import PHONE, Person
from tests.scene import PASSWORD
from tests.serving import environment_of, served

TRAINING = {"NAUNG_TRAINING_DATA": "1", "NAUNG_SECOND_FACTOR_OPTIONAL": "1"}
# Somebody's open case gets a picture and is closed; whoever answers for it and for data has the tests' password.
CLOSED = """
from django.utils import timezone
from naung.access.acting import acting_as
from naung.access.policy import Role
from naung.cases.models import Case, CaseFile
from naung.cases.operations import ClosingFacts, close_case
from naung.files.operations import add_file
from naung.files.queries.received import from_form
from naung.teams.models import Membership, User
from naung.teams.queries import actor_of
from tests.files.samples import picture
from tests.scene import PASSWORD
now = timezone.now()
for user in User.objects.filter(memberships__role__in=[Role.SUPERVISOR, Role.DPO, Role.DIVISION_HEAD]):
    user.set_password(PASSWORD)
    user.save()
for held in Membership.objects.filter(role=Role.SUPERVISOR).select_related("user"):
    with acting_as(actor_of(held.user, now)):
        case = Case.objects.filter(closed_at=None).exclude(child__address="").select_related("child").first()
    if case:
        with acting_as(actor_of(User.objects.get(pk=case.owner_id), now)) as by:
            add_file(by=by, model=CaseFile, parent_id=case.pk, sent=from_form("foto.jpg", picture()), now=now)
        with acting_as(actor_of(held.user, now)) as by:
            close_case(by=by, case_id=case.pk, closing=ClosingFacts(way="TTK", reason="Selesai."), now=now)
        print(held.user.username, case.number, case.pk, case.child_id, case.child.name, sep="|")
        break
"""


class Closed(NamedTuple):
    """What is known of the child: its supervisor, its case, its name."""

    supervisor: str
    number: str
    case_id: str
    child_id: str
    name: str


@contextmanager
def at_work(data: Path, browser: Browser) -> Iterator["Office"]:
    """The office's pages, from its own database."""
    server = postgres.start(data)
    try:
        told = TRAINING | {"NAUNG_FILES": str(data / "files")}
        with served(environment_of(server, data) | told) as visitor:
            yield Office(visitor.root, browser)
    finally:
        for context in browser.contexts:
            context.close()
        server.leave()


class Office(NamedTuple):
    """Where people sign in."""

    site: str
    browser: Browser

    def signs_in(self, name: str) -> Person:
        """Somebody at a telephone, signed in with her password."""
        page = self.browser.new_context(viewport=PHONE, locale="id-ID").new_page()
        person = Person(page, self.site)
        person.open("account_login")
        person.write(login=name, password=PASSWORD)
        person.press("Masuk")
        return person


def erase_by_two(office: Office, number: str) -> None:
    """The data protection officer asks, the head of the division erases."""
    dodi = office.signs_in("dodi")
    dodi.open("privacy:erasing")
    dodi.tap(basis="ASKED")
    dodi.write(number=number, reason="Diminta anak sendiri, kini dewasa.")
    dodi.press("Ajukan penghapusan")
    assert dodi.reads("Menunggu keputusan orang lain.")
    hadi = office.signs_in("hadi")
    hadi.open("privacy:erasing")
    hadi.page.get_by_role("button", name="Hapus untuk selamanya", exact=True).click()
    with hadi.page.expect_navigation():
        hadi.page.locator("dialog[open] button", has_text="Hapus untuk selamanya").click()
    assert hadi.reads("Cadangan terakhir yang memuat namanya hilang pada")


def finds(person: Person, asked: str) -> bool:
    """Whether the search knows of it."""
    person.open("desk:search", q=asked)
    return person.page.locator("main a[href*='/kasus/']").count() > 0
