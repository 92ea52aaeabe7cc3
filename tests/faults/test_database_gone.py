"""The database is gone for a while: pages say so, nothing typed is lost, and afterwards all goes on."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import BUILT
from tests.serving import NAUNG, environment_of, installation
from tests.signing import code

STORY = "Anak tetangga sering dipukul."


def test_pages_say_that_the_database_is_gone_and_the_report_is_sent_afterwards(tmp_path: Path) -> None:
    with installation(tmp_path) as (server, visitor):
        _, page = visitor.get("/lapor/")
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token
        report = {"at": "2", "token": token[1], "happened": STORY, "send": "1"}

        server.cluster.stop()
        for _ in range(4):  # so long that attempts which come ever later would still be waiting
            status, said = visitor.post("/lapor/", report)
            assert status == 503
            assert "sedang tidak menjawab" in said
            assert "Yang Anda tulis tidak hilang" in said

        server.cluster.start(disposable=True)
        status, said = visitor.post("/lapor/", report)
        assert status == 200
        assert "Laporan terkirim" in said


@pytest.mark.journey
@pytest.mark.skipif(not BUILT.exists(), reason="styles and scripts are not built: ./run setup")
def test_without_scripts_the_page_itself_carries_what_was_typed_and_sends_it_again(
    tmp_path: Path, browser: Browser
) -> None:
    """The story stands hidden on the second and third screens: the browser alone would not bring it back."""
    with installation(tmp_path) as (server, visitor):
        page = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
        page.goto(f"{visitor.root}/lapor/")
        page.fill("[name=happened]", STORY)
        press(page, "Lanjut")

        server.cluster.stop()
        page.fill("[name=child_name]", "Rani <i>")
        press(page, "Lanjut")
        press(page, "Kirim lagi")
        assert "Penyimpanan data sedang tidak menjawab" in page.inner_text("main")

        server.cluster.start(disposable=True)
        press(page, "Kirim lagi")
        assert STORY in page.inner_text("main")
        assert "Rani <i>" in page.inner_text("main")
        press(page, "Kirim laporan")
        assert "Laporan terkirim" in page.inner_text("main")
        page.context.close()


@pytest.mark.journey
@pytest.mark.skipif(not BUILT.exists(), reason="styles and scripts are not built: ./run setup")
def test_signed_in_nothing_typed_is_lost_and_no_password_stands_on_the_page(tmp_path: Path, browser: Browser) -> None:
    with installation(tmp_path) as (server, visitor):
        env = environment_of(server, tmp_path / "data")
        said = subprocess.run([NAUNG, "administrator", "ayu", "Ayu Lestari"], env=env, check=True, capture_output=True)
        password = re.findall(r"password (\S+?)[.,]?\s", said.stdout.decode())[0]
        page = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
        page.goto(f"{visitor.root}/akun/login/")
        page.fill("[name=login]", "ayu")
        page.fill("[name=password]", password)

        server.cluster.stop()
        press(page, "Masuk")
        assert "Penyimpanan data sedang tidak menjawab" in page.inner_text("main")
        assert password not in page.content()
        assert "Kembali ke halaman sebelumnya" in page.inner_text("main")
        server.cluster.start(disposable=True)
        page.goto(f"{visitor.root}/akun/login/")
        page.fill("[name=login]", "ayu")
        page.fill("[name=password]", password)
        press(page, "Masuk")
        set_up_codes(page, f"{visitor.root}/akun/keamanan/aplikasi/pasang/")

        page.goto(f"{visitor.root}/tim/akun/saya/")
        page.fill("[name=name]", "Ayu Lestari Wijaya")
        server.cluster.stop()
        press(page, "Simpan")
        assert "Yang Anda tulis tidak hilang" in page.inner_text("main")
        server.cluster.start(disposable=True)
        press(page, "Kirim lagi")
        assert "Ayu Lestari Wijaya" in page.content()
        assert "Penyimpanan data" not in page.content()
        page.context.close()


def set_up_codes(page: Page, address: str) -> None:
    """The second factor, which an administrator cannot work without."""
    page.goto(address)
    secret = page.locator("details .digits").text_content() or ""
    page.fill("[name=code]", code("".join(secret.split())))
    press(page, "Pasang")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
