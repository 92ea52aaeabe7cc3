"""Take the pictures of docs/how-to from a running demo: `.venv/bin/python tools/pictures.py ADDRESS PASSWORD`.

It tells one made-up report through the public form, and where no plan waits for the supervisor it writes one as a
social worker does: point it at a demo only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import browser

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LARGEST = 120_000  # bytes
PHONE = ViewportSize(width=360, height=640)
DESK = ViewportSize(width=1280, height=800)
HOLDERS = ("maya", "toni")  # social workers of the supervisor's team, one of whom may write a plan
TEAM = "Tim pendamping Utara dan Tengah"  # the supervisor's
NAMES = "inputs => [...new Set(inputs.map(input => input.name))]"
STORY = "Anak tetangga sering menangis malam hari. Tadi ada memar di lengannya, katanya dipukul."


@dataclass
class Visitor:
    """Somebody before a screen, who keeps pictures of what she sees."""

    page: Page
    site: str

    def open(self, path: str) -> None:
        """Go to an address of the demo."""
        self.page.goto(self.site + path)

    def follow(self, link: str) -> None:
        """Follow the first link with these words on the page."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()

    def first_of_list(self) -> None:
        """Open the first line of a list."""
        with self.page.expect_navigation():
            self.page.locator("main tbody th a").first.click()

    def press(self, button: str) -> None:
        """Press a button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()

    def shows(self, role: Literal["button", "link"], name: str) -> bool:
        """Whether the page has a button or a link with these words."""
        return self.page.locator("main").get_by_role(role, name=name, exact=True).count() > 0

    def cases(self, *statuses: str) -> list[str]:
        """The addresses of her cases in these states, in this order."""
        found: list[str] = []
        for status in statuses:
            self.open(f"/kasus/?status={status}")
            found += self.page.locator("main tbody th a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        return found

    def first_of(self, links: str) -> str:
        """The address of the first of these links; empty when there is none."""
        found = self.page.locator(links)
        return str(found.first.get_attribute("href")) if found.count() else ""

    def choose(self, question: str, answer: str) -> None:
        """Tap an answer to a question."""
        self.page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()

    def keep(self, name: str, at: str = "") -> None:
        """Keep what the screen shows, with `at` at its top."""
        if at:
            self.page.locator(at).first.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 12)")
        target = PICTURES / f"{name}.png"
        self.page.screenshot(path=target)
        size = target.stat().st_size
        print(f"{target.name}: {size // 1000} kB")
        if size > LARGEST:
            raise SystemExit(f"{target.name} is larger than {LARGEST // 1000} kB.")


@dataclass
class Demo:
    """A running demo city, and the password of its accounts."""

    chromium: Browser
    site: str
    password: str

    @contextmanager
    def visited_by(self, username: str = "", size: ViewportSize = DESK) -> Iterator[Visitor]:
        """Somebody with a browser of her own, signed in unless she comes from the street."""
        phone = size == PHONE
        context = self.chromium.new_context(
            viewport=size, locale="id-ID", timezone_id="Asia/Makassar", has_touch=phone, is_mobile=phone
        )
        visitor = Visitor(context.new_page(), self.site)
        if username:
            visitor.open("/akun/login/")
            visitor.page.fill("[name=login]", username)
            visitor.page.fill("[name=password]", self.password)
            visitor.press("Masuk")
        yield visitor
        context.close()


def tell(she: Visitor) -> None:
    """Tell a report through the public form, with as little as can be."""
    she.open("/lapor/")
    she.page.fill("[name=happened]", STORY)
    she.press("Lanjut")
    she.page.fill("[name=child_name]", "Sari")
    she.page.select_option("[name=age]", "8")
    she.press("Lanjut")
    she.press("Kirim laporan")


def sort(she: Visitor) -> None:
    """Fill in the sheet of the report just told, calmly, and hand it to the supervisor's team."""
    she.open("/laporan/")
    with she.page.expect_navigation():
        she.page.locator("main .duty", has_text="Sari").last.get_by_role("link").click()
    answers = dict.fromkeys(she.page.locator("[data-triage] input[value=NO]").evaluate_all(NAMES), "NO")
    for name, value in {**answers, "forms_": "FIS", "known_child_checked": "on"}.items():
        with she.page.expect_response(lambda answer: "/simpan/" in answer.url):
            she.page.locator(f"label:has(input[name='{name}']{'' if value == 'on' else f'[value={value}]'})").click()
    with she.page.expect_response(lambda answer: "/simpan/" in answer.url):
        she.page.select_option("[name=where_now]", index=1)
    she.press("Akhiri triase")
    she.page.locator("label", has_text=TEAM).first.click()
    she.press("Serahkan ke tim")


def let_a_report_wait(demo: Demo) -> None:
    """A report waits for the supervisor's decision, whatever chance left."""
    with demo.visited_by("dewi") as she:
        she.open("/laporan/")
        if she.shows("link", "Buka laporan"):
            return
    with demo.visited_by(size=PHONE) as anybody:
        tell(anybody)
    with demo.visited_by("lina") as officer:
        sort(officer)


def reporter(demo: Demo) -> None:
    """The public form from the first screen to the receipt, then the page that the receipt opens."""
    with demo.visited_by(size=PHONE) as she:
        she.open("/")
        she.keep("reporter-home")
        she.page.locator("a.choice").first.click()
        she.page.fill("[name=happened]", STORY)
        she.keep("reporter-tell", at="#cerita")
        she.press("Lanjut")
        she.page.fill("[name=child_name]", "Sari")
        she.page.select_option("[name=age]", "8")
        she.press("Lanjut")
        she.keep("reporter-send", at="[name=reporter_type]")
        she.press("Kirim laporan")
        she.keep("reporter-receipt", at="h1")
        digits = she.page.locator(".digits").inner_text()
        she.open("/kode/")
        she.page.fill("[name=code]", digits)
        she.press("Buka kabar")
        she.keep("reporter-news", at="h1")


def intake(demo: Demo) -> None:
    """What waits, a report being written down, a triage sheet."""
    with demo.visited_by("lina") as she:
        she.open("/laporan/")
        she.keep("intake-queue")
        she.open("/laporan/baru/")
        she.keep("intake-write")
        she.open("/laporan/")
        with she.page.expect_navigation():
            she.page.locator("main .duty", has_text="Sari").last.get_by_role("link").click()
        she.page.wait_for_load_state("networkidle")
        she.keep("intake-triage")


def supervisor(demo: Demo) -> None:
    """Late and waiting, a report that becomes a case, a plan to decide, the duty roster."""
    let_a_plan_wait(demo)
    let_a_report_wait(demo)
    with demo.visited_by("dewi") as she:
        she.open("/kerja/")
        she.keep("supervisor-today")
        she.keep("supervisor-waiting", at="section:has(> .panel-head h2:text-is('Menunggu Anda'))")
        she.follow("Periksa rencana")
        she.keep("supervisor-plan", at="#diberitahu")
        she.open("/laporan/")
        she.follow("Buka laporan")
        she.follow("Daftarkan sebagai kasus")
        she.keep("supervisor-register", at="#tim")
        she.open("/tim/piket/")
        she.keep("supervisor-roster")


def let_a_plan_wait(demo: Demo) -> None:
    """Whether chance left a plan before the supervisor or not: there is one now."""
    with demo.visited_by("dewi") as she:
        she.open("/kerja/")
        if she.shows("link", "Periksa rencana"):
            return
    for username in HOLDERS:
        with demo.visited_by(username) as holder:
            if submits_a_plan(holder):
                return
    raise SystemExit("No social worker of the supervisor's team has a case for which a plan can be written.")


def submits_a_plan(she: Visitor) -> bool:
    """Write what is missing of a plan, or of a new version, and put it before the supervisor; false without a case."""
    for case in she.cases("PLANNING", "IMPLEMENTATION"):
        she.open(f"{case}asesmen-rencana/")
        begin = next((name for name in ("Susun rencana", "Buat versi baru") if she.shows("button", name)), "")
        if begin:
            she.press(begin)
        complete(she, f"{case}rencana/")
        if she.shows("button", "Ajukan kepada supervisor"):
            she.press("Ajukan kepada supervisor")
            return True
    return False


def complete(she: Visitor, plan: str) -> None:
    """A goal for each factor that needs one, an action for each goal, and both people told."""
    she.open(plan)
    while she.page.locator("#tujuan > .gates .missing").count():
        she.open(f"{plan}tujuan/")
        she.page.fill("[name=text]", "Anak merasa aman di rumah dan berani bercerita.")
        she.press("Simpan tujuan")
        she.open(plan)
    while way := she.first_of(".goal:has(.missing-line) a[href$='/kegiatan/']"):
        she.open(way)
        she.page.fill("[name=text]", "Kunjungan tiap minggu bersama keluarga.")
        she.page.select_option("[name=responsible_id]", index=0)
        she.page.fill("[name=due_date]", (datetime.now(UTC).date() + timedelta(days=21)).isoformat())
        she.press("Simpan kegiatan")
        she.open(plan)
    for who in ("Anak", "Pengasuh"):
        if she.page.locator("#diberitahu .missing-line", has_text=f"{who}:").count():
            she.open(f"{plan}beri-tahu/")
            she.choose("Siapa", who)
            she.page.select_option("[name=how]", "RUMAH")
            she.page.fill("[name=said]", "Setuju, asal boleh tetap di sekolah yang sama.")
            she.press("Simpan")
    she.open(plan)


def social_worker(demo: Demo) -> None:
    """The day, where the work on a case stands, the assessment."""
    with demo.visited_by("maya") as she:
        she.open("/kerja/")
        she.keep("social-worker-today")
        case, *_ = she.cases("PLANNING", "IMPLEMENTATION", "MONITORING")
        she.open(case)
        she.follow("Asesmen & rencana")
        she.keep("social-worker-case")
        she.follow("Asesmen ke-1")
        she.keep("social-worker-assessment", at="#faktor")


def companion(demo: Demo) -> None:
    """The day and a case on the phone, a visit, a danger."""
    with demo.visited_by("gusti", PHONE) as he:
        he.keep("companion-day")
        he.open("/kasus/")
        he.first_of_list()
        he.keep("companion-case")
        he.follow("Catat kunjungan")
        he.keep("companion-visit", at="#baru")
        he.page.go_back()
        he.follow("Laporkan bahaya")
        he.keep("companion-danger", at="h1")


def head(demo: Demo) -> None:
    """What the heads of division and office see."""
    with demo.visited_by("hadi") as he:
        he.open("/kerja/")
        he.keep("head-today")
        he.keep("head-measures", at="section:has(> .panel-head h2:text-is('Bulan ini dan bulan lalu'))")


def administrator(demo: Demo) -> None:
    """The accounts, one of them, and opening one."""
    with demo.visited_by("ayu") as she:
        she.open("/tim/akun/")
        she.keep("admin-accounts")
        she.open("/tim/akun/baru/")
        she.keep("admin-new-account")
        she.open("/tim/akun/?q=gusti")
        she.first_of_list()
        she.keep("admin-account")


def data_protection(demo: Demo) -> None:
    """What the data protection officer reviews, and who did what."""
    with demo.visited_by("dodi") as he:
        he.open("/pelindungan/tinjau/")
        he.keep("dpo-review")
        he.open("/pelindungan/tinjau/tidak-biasa/")
        he.keep("dpo-unusual")
        he.open("/pelindungan/tinjau/jejak/")
        he.keep("dpo-trace")


TAKEN = (reporter, intake, supervisor, social_worker, companion, head, administrator, data_protection)
ROLES = {take.__name__: take for take in TAKEN}


@click.command()
@click.argument("site")
@click.argument("password")
@click.argument("roles", nargs=-1, type=click.Choice(list(ROLES)))
def main(site: str, password: str, roles: tuple[str, ...]) -> None:
    """Take the pictures of ROLES (all unless named) from the demo at SITE; PASSWORD is that of its accounts."""
    found = browser.obtain()
    if found.missing:
        raise SystemExit(f"No browser: {found.missing}")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.path or None, args=["--no-sandbox"], env={"LANGUAGE": "id", "LANG": "id_ID.UTF-8"}
        )
        for role in roles or ROLES:
            ROLES[role](Demo(chromium, site.rstrip("/"), password))
        chromium.close()


if __name__ == "__main__":
    main()
