"""Every part of a page renders, in both languages, and keeps the promises made to people who use it."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms as django_forms
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from naung.core import forms, jinja

pytestmark = pytest.mark.urls("tests.core.addresses")

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ERROR_PAGES = ["400", "403", "404", "409", "500", "503", "session_ended", "stale", "refused"]
USE = '{% from "core/components.html" import '


class Story(forms.Form):
    what = django_forms.CharField(
        label="Apa yang terjadi?", help_text="Satu kalimat cukup.", widget=django_forms.Textarea
    )
    born = forms.DayField(label="Tanggal lahir", required=False)
    at = forms.MomentField(label="Kapan", required=False)
    hurt = forms.YesNoUnknownField(label="Terluka?")
    place = forms.CodeField("tempat", label="Di mana", required=False)
    kinds = forms.CodesField("bentuk_kekerasan", label="Bentuk", required=False)
    told = django_forms.BooleanField(label="Anak sudah diberi tahu", required=False)
    secret = django_forms.CharField(widget=django_forms.HiddenInput, required=False)


class Page(HTMLParser):
    """What a browser would find: ids, labels, links and the words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def render(source, **context):
    template = engines["jinja2"].from_string(source)
    return template.render(context)


@pytest.fixture(autouse=True)
def _built(monkeypatch, tmp_path):
    """Pages do not need the real styles to be tested."""
    (tmp_path / "manifest.json").write_text(
        '{"src/office.ts": {"file": "office.js", "css": ["office.css"]}, "src/public.ts": {"file": "public.js"}}'
    )
    monkeypatch.setattr(jinja.finders, "find", lambda _name: str(tmp_path / "manifest.json"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_has_its_label_and_every_error_is_linked(language):
    with translation.override(language):
        form = Story({"what": "", "born": "31-31-31", "hurt": "MAYBE"})
        html = render(USE + "fields, form_errors %}{{ form_errors(form) }}{{ fields(form) }}", form=form)
    page = Page(html)
    labelled = {attrs.get("for") for attrs in page.all("label")}
    seen = [a for a in page.all("input", "select", "textarea") if a.get("type") != "hidden"]

    assert seen
    assert all(a["id"] in labelled for a in seen)
    links = [a["href"][1:] for a in page.all("a")]
    assert len(links) == len(form.errors) == 3
    assert set(links) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_errors_are_told_to_screen_readers_at_the_field():
    form = Story({"what": "", "hurt": "YES"})
    page = Page(render(USE + "field %}{{ field(form.what) }}", form=form))
    area = page.all("textarea")[0]

    assert area["aria-invalid"] == "true"
    assert area["aria-describedby"].split() == ["id_what_helptext", "id_what_error"]
    assert set(area["aria-describedby"].split()) <= set(page.ids)
    assert "Bagian ini perlu diisi." in page.words


def test_a_day_goes_to_the_browser_as_it_wants_it_and_a_moment_on_the_office_clock():
    form = Story(initial={"born": NOW.date(), "at": NOW})
    page = Page(render(USE + "fields %}{{ fields(form) }}", form=form))
    values = {a["name"]: a.get("value") for a in page.all("input")}

    assert values["born"] == "2026-11-23"
    assert values["at"] == "2026-11-23T11:00"


def test_any_form_even_of_a_library_renders_with_our_fields():
    class Foreign(django_forms.Form):
        word = django_forms.CharField(label="Kata")

    class WithRules(django_forms.Form):
        word = django_forms.CharField(help_text="<ul><li>12 huruf</li></ul>")

    assert "<li>12 huruf</li>" in str(WithRules())
    assert "<li>" not in render(USE + "fields %}{{ fields(form) }}", form=WithRules())
    assert 'class="form-control"' in str(Foreign())
    assert 'class="error-summary"' in str(Foreign({}))


@pytest.mark.parametrize(
    ("level", "shape", "word"),
    [("EMERGENCY", "▲", "DARURAT"), ("HIGH", "◆", "TINGGI"), ("MEDIUM", "●", "SEDANG"), ("LOW", "○", "RENDAH")],
)
def test_a_level_is_shape_and_word_and_colour(level, shape, word):
    html = render("{{ level|level }}", level=level)
    assert shape in html
    assert word in html
    assert f"level-{level.lower()}" in html


def test_what_people_typed_is_never_markup():
    html = render(
        USE + "empty_state, definitions, deadline_line, gate_list %}"
        "{{ empty_state(x, x, x, '#') }}{{ definitions([(x, x)]) }}{{ gate_list([x]) }}"
        "{{ deadline_line('LOW', now, x, x, now, extra=x, rule=x, action=x, href='#') }}",
        x="<script>alert(1)</script>",
        now=NOW,
    )
    assert "<script" not in html


def test_a_late_duty_says_so_in_words():
    html = render(
        USE + "deadline_line %}{{ deadline_line('EMERGENCY', due, 'Rani, 9 th', 'Temui anak', now, "
        "action='Mulai kunjungan', href='/x') }}",
        due=NOW - timedelta(hours=2),
        now=NOW,
    )
    words = " ".join(Page(html).words)
    assert "lewat 2 jam" in words
    assert "Sen 23 Nov, 09.00 WITA" in words
    assert "btn-primary" in html


@pytest.mark.parametrize(
    "use",
    [
        "button %}{{ button('Hapus draf', 'danger', confirm='Draf akan dihapus.') }}",
        "link_button %}{{ link_button('Buka', '#') }}",
        "post_button %}{{ post_button('Buka', '/x', '', hidden={'a': 1}) }}",
        (
            "post_form, actions, saved %}{% call post_form('/x', '', autosave='/y', id='f') %}"
            "{% call actions() %}{{ saved() }}{% endcall %}{% endcall %}"
        ),
        "code_choices %}{{ code_choices('Pilih', 'kind', [('A', 'a')], ['A']) }}",
        "panel %}{% call panel('Judul') %}isi{% endcall %}",
        "page_head %}{{ page_head('Judul') }}{% call page_head('Judul', 'x') %}y{% endcall %}",
        (
            "table %}{% call table('Kasus', ['Anak', ('Umur', 'number')]) %}"
            "<tr><td data-label='Anak'>R</td></tr>{% endcall %}"
        ),
        "pager %}{{ pager(page, 'q=a') }}",
        "filter_bar %}{% call filter_bar('/x', '/') %}{% endcall %}",
        "tabs %}{{ tabs([('Cerita', '#', true)]) }}",
        (
            "timeline, entry %}{% call timeline() %}{{ entry(now, 'a') }}"
            "{% call entry(now, 'b', 'Sari', 'danger') %}x{% endcall %}{% endcall %}"
        ),
        "progress_steps %}{{ progress_steps(2, 3) }}",
        "gate_list %}{{ gate_list([{'label': 'a', 'met': true}, {'label': 'b', 'met': false, 'href': '#'}, 'c']) }}",
        "reveal %}{{ reveal('••••', '/x', '') }}",
        "bars, bar %}{% call bars() %}{{ bar('Sari', 30, 25, '30 kasus') }}{% endcall %}",
        "notice %}{% call notice('danger', 'Judul') %}<p>x</p>{% endcall %}",
        "more %}{% call more('Lainnya') %}x{% endcall %}",
        "danger_box, choice %}{{ danger_box() }}{{ choice('a', '#', 'b', true) }}",
        "receipt %}{{ receipt('1234567890123456') }}",
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_part_renders_without_inline_script_or_style(use, language):
    with translation.override(language):
        html = render(USE + use, now=NOW, page=Paginator(range(120), 50).page(2))
    page = Page(html)
    assert html.strip()
    assert not page.all("script")
    assert not any("style" in attrs or any(a.startswith("on") for a in attrs) for _, attrs in page.tags)


@pytest.mark.parametrize("name", ERROR_PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_error_pages_need_neither_database_nor_session(name, language):
    with translation.override(language):
        html = engines["jinja2"].get_template(f"core/{name}.html").render({}, RequestFactory().get("/x/"))
    page = Page(html)
    assert len(page.all("h1")) == 1
    assert "tel:112" in html
    assert "data-keeps-writing" in html


def test_the_public_layout_has_a_neutral_title_and_a_way_out(settings):
    html = engines["jinja2"].from_string('{% extends "core/public.html" %}').render({}, RequestFactory().get("/"))
    title = html.split("<title>")[1].split("</title>")[0]
    page = Page(html)

    assert settings.CITY.programme not in title
    leave = next(a for a in page.all("a") if "data-exit" in a)
    assert leave["href"] == "/keluar/"  # wipes, and leads to where scripts go by themselves
    assert leave["data-exit"] == settings.CITY.quick_exit
    assert "noreferrer" in leave["rel"]


def test_without_built_styles_the_error_says_what_to_do(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(jinja.finders, "find", lambda _name: None)
    settings.STATIC_ROOT = tmp_path / "none"
    with pytest.raises(ImproperlyConfigured, match=r"\./run"):
        jinja.asset("office")


def test_pages_of_the_sign_in_library_stand_inside_our_layout(rf):
    from allauth.account.forms import LoginForm

    request = rf.get("/akun/")
    html = engines["jinja2"].get_template("account/login.html").render({"form": LoginForm(request=request)}, request)
    foreign = engines["django"].get_template("account/account_inactive.html").render({}, request)

    assert html.count("<main") == foreign.count("<main") == 1
    assert html.count("<h1") == foreign.count("<h1") == 1
    assert "&lt;h1" not in foreign
    assert "<title>Akun" in foreign


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_colour_of_text_can_be_read_on_every_ground():
    tokens = (Path(__file__).parents[2] / "web/styles/_tokens.scss").read_text()
    colours = dict(
        line[1:].rstrip(";").split(": ") for line in tokens.splitlines() if line.startswith("$") and ": #" in line
    )
    grounds = [colours.pop(name) for name in ("paper", "sand", "mist")]

    assert len(colours) == 9
    for name, colour in colours.items():
        for ground in grounds:
            assert contrast(colour, ground) >= 4.8, f"{name} on {ground}"
