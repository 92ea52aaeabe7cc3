"""What scripts add, in a real browser: nothing typed is lost, leaving is quick, triage goes by keyboard."""

import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.template import engines
from django.test import RequestFactory

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.core.addresses")]

BUILT = Path(__file__).parents[2] / "build" / "static"
PARTS = '{% from "core/components.html" import post_form, button, saved, receipt %}'
PAGES = {
    "/office": (
        '{% extends "core/office.html" %}' + PARTS + "{% block main %}<h1>Catatan</h1>"
        "{% call post_form('/save', '', autosave='/autosave', id='note') %}"
        "<label for='t'>Catatan</label><textarea id='t' name='t'></textarea>"
        "{{ saved() }}{{ button('Simpan') }}{% endcall %}"
        "{% call post_form('/destroy', '', id='gone') %}"
        "{{ button('Hapus draf', 'danger', confirm='Draf untuk Rani akan dihapus.') }}{% endcall %}{% endblock %}"
    ),
    "/triage": (
        '{% extends "core/office.html" %}{% block main %}<h1>Triase</h1><form data-triage>'
        '{% for q in ["a", "b", "c"] %}'
        "<fieldset><legend>{{ q }}</legend>{% for v in ['YES', 'NO', 'UNKNOWN'] %}"
        "<label><input type='radio' name='{{ q }}' value='{{ v }}'>{{ v }}</label>{% endfor %}</fieldset>"
        "{% endfor %}<label for='n'>Catatan</label><textarea id='n'></textarea></form>{% endblock %}"
    ),
    "/public": (
        '{% extends "core/public.html" %}' + PARTS + "{% block main %}<h1>Cerita</h1>"
        "{% call post_form('/save', '', keep=true, id='story') %}"
        "<label for='t'>Apa yang terjadi?</label><textarea id='t' name='t'></textarea>"
        "{{ button('Kirim') }}{% endcall %}"
        "{{ receipt('1234567890123456') }}{% endblock %}"
    ),
    "/done": '{% extends "core/public.html" %}{% block main %}<h1>Terkirim</h1>{% endblock %}',
    "/neutral": "<title>Cuaca</title><h1>Cuaca</h1>",
}


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)


class Server(http.server.ThreadingHTTPServer):
    """Serves the pages above and the built styles and scripts; `fails` makes every POST fail."""

    fails = False
    posts: list[tuple[str, str]]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(http.server.SimpleHTTPRequestHandler):
    server: Server

    def translate_path(self, path):
        return str(BUILT / path.removeprefix("/static/"))

    def do_GET(self):
        if self.path == "/keluar/":
            return self.leave()
        source = PAGES.get(self.path)
        return self.answer(source) if source else super().do_GET()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.fails:
            return self.answer('{% extends "core/503.html" %}', 503)
        self.server.posts.append((self.path, body))
        return self.answer(PAGES["/done"])

    def leave(self):
        self.send_response(302)
        self.send_header("Location", "/neutral")
        self.end_headers()

    def answer(self, source, status=200):
        html = engines["jinja2"].from_string(source).render({}, RequestFactory().get("/")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(html)

    def log_message(self, *_args):
        pass


@pytest.fixture
def site(settings) -> Iterator[Server]:
    if not (BUILT / "naung/manifest.json").exists():
        pytest.skip("styles and scripts are not built: ./run setup")
    server = Server(("127.0.0.1", 0), Handler)
    server.posts = []
    from dataclasses import replace

    settings.CITY = replace(settings.CITY, quick_exit=server.address("/neutral"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def faults(page) -> list[str]:
    """What the browser complained about."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if "Content Security" in line.text else None)
    return found


def test_the_first_public_view_weighs_little(site):
    html = urlopen(site.address("/public")).read()
    parts = [
        urlopen(site.address(path)).read()
        for path in re.findall(rb'(?:href|src)="(/static/[^"]+)"', html)
        for path in [path.decode()]
    ]
    shared = [file.read_bytes() for file in (BUILT / "naung/assets").glob("submit-*.js")]

    assert parts
    assert sum(len(gzip.compress(part)) for part in [html, *parts, *shared]) <= 60_000


def test_a_note_saves_itself_and_says_when(page, site, faults):
    page.goto(site.address("/office"))
    page.get_by_label("Catatan").fill("Anak sudah tidur")
    page.get_by_text("Tersimpan").wait_for()

    assert "Anak sudah tidur" in site.posts[0][1]
    assert site.posts[0][0] == "/autosave"
    assert faults == []


def test_what_could_not_be_saved_is_said_and_still_there_after_a_reload(page, site, faults):
    site.fails = True
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site.address("/office"))
    page.get_by_label("Catatan").fill("Jangan hilang")
    page.get_by_text("Belum tersimpan").wait_for()
    page.reload()

    assert page.get_by_label("Catatan").input_value() == "Jangan hilang"
    assert page.get_by_text("dikembalikan").is_visible()
    assert faults == []


def test_a_story_survives_a_server_that_fails_and_leaves_no_copy_once_it_is_sent(page, site, faults):
    site.fails = True
    page.goto(site.address("/public"))
    page.get_by_label("Apa yang terjadi?").fill("Ia dipukul")
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Penyimpanan data").wait_for()
    page.goto(site.address("/public"))
    assert page.get_by_label("Apa yang terjadi?").input_value() == "Ia dipukul"

    site.fails = False
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Terkirim").wait_for()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0
    assert [path for path, _ in site.posts] == ["/save"]
    assert faults == []


def test_leaving_quickly_keeps_nothing_and_there_is_no_way_back(page, site):
    page.goto(site.address("/done"))
    page.goto(site.address("/public"))
    page.get_by_label("Apa yang terjadi?").fill("Rahasia")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Cuaca").wait_for()
    assert page.evaluate("sessionStorage.length") == 0

    page.go_back()
    assert page.get_by_role("heading", name="Terkirim").is_visible()


def test_without_scripts_the_way_out_is_a_plain_link(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address("/public"))
    page.get_by_role("link", name="Keluar cepat").click()
    assert page.get_by_role("heading", name="Cuaca").is_visible()
    context.close()


def test_offline_the_text_stays_and_the_page_says_so(page, site):
    page.goto(site.address("/public"))
    page.get_by_label("Apa yang terjadi?").fill("Masih di sini")
    page.context.set_offline(True)
    page.get_by_role("button", name="Kirim").click()
    page.get_by_text("Belum terhubung ke server").wait_for()
    assert page.get_by_label("Apa yang terjadi?").input_value() == "Masih di sini"


def test_triage_goes_by_keyboard_but_not_while_typing(page, site, faults):
    page.goto(site.address("/triage"))
    for key in "jytkb":
        page.keyboard.press(key)
    chosen = page.evaluate("Object.fromEntries(new FormData(document.querySelector('[data-triage]')))")
    assert chosen == {"a": "YES", "b": "UNKNOWN"} or chosen == {"a": "YES", "b": "NO", "c": "UNKNOWN"}

    page.get_by_label("Catatan").fill("")
    page.get_by_label("Catatan").press_sequentially("jyt")
    assert page.get_by_label("Catatan").input_value() == "jyt"
    assert faults == []


def test_destroying_asks_first_and_names_what_it_destroys(page, site, faults):
    page.goto(site.address("/office"))
    page.get_by_role("button", name="Hapus draf").click()
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_text("Draf untuk Rani akan dihapus.").is_visible()
    dialog.get_by_role("button", name="Batal").click()
    assert site.posts == []

    page.get_by_role("button", name="Hapus draf").click()
    page.get_by_role("dialog").get_by_role("button", name="Hapus draf").click()
    page.get_by_role("heading", name="Terkirim").wait_for()
    assert [path for path, _ in site.posts] == ["/destroy"]
    assert faults == []
