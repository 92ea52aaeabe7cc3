"""The Jinja2 environment of every page: what templates can call, and how they write values."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from naung.core import formats, reference
from naung.core.levels import Level
from naung.core.text import Text

ANY_ID = "00000000-0000-0000-0000-000000000000"
MANIFEST = "naung/manifest.json"
SHAPES = {Level.EMERGENCY: "▲", Level.HIGH: "◆", Level.MEDIUM: "●", Level.LOW: "○"}


class CurrentCity:
    """The city of the settings in force, read anew each time so that one process can be tested with two."""

    def __getattr__(self, name: str) -> Any:
        return getattr(settings.CITY, name)


# Django's backend turns escaping on; tests/security types markup into every form and looks for it on every page.
def environment(**options: Any) -> Environment:
    """The environment for pages: a name that a page was not given is an error, not an empty place."""
    return _prepared(Environment(**{**options, "undefined": StrictUndefined}))  # noqa: S701  # nosec B701


def forms_environment(**options: Any) -> Environment:
    """The same for form widgets: Django's own templates ask for attributes that may be missing."""
    return _prepared(Environment(**options))  # noqa: S701  # nosec B701


def _prepared(env: Environment) -> Environment:
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        _=translated,
        gettext=translated,
        url=url,
        static=static,
        asset=asset,
        city=CurrentCity(),
        right_now=timezone.now,
        language=language,
        words=words,
    )
    env.filters.update(
        moment=moment, day=day, month=formats.month, grouped=formats.number, clock=formats.clock,
        machine_time=formats.machine_time, time_left=time_left, duration=formats.duration, age=age, level=level,
        level_class=level_class, say=say, code_label=code_label, in_fours=in_fours, file_size=formats.size,
    )  # fmt: skip
    return env


def translated(sentence: str, **values: object) -> str:
    """`_("…")` of a page. Jinja's own would ask Django each time: a page says hundreds of words."""
    said = _translated(sentence, get_language())
    return said % values if values or "%" in said else said


@lru_cache(maxsize=4_096)
def _translated(sentence: str, language: str | None) -> Markup:  # noqa: ARG001 - said in the page's language
    return Markup(gettext(sentence))  # noqa: S704  # nosec B704 - our own words; values are escaped


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view: `url("cases:detail", case.id)`."""
    if len(args) == 1 and isinstance(args[0], UUID) and not kwargs:
        return _with_an_id(name).replace(ANY_ID, str(args[0]))
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache
def _with_an_id(name: str) -> str:
    """The address of a record's page with a place for its id: a list asks for fifty of them."""
    return reverse(name, args=[UUID(ANY_ID)])


def language() -> str:
    """The language of this page: `id` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "id"


def asset(entry: str) -> Markup:
    """The style sheet and script of `office` or `public`, by the names that the build gave them."""
    chunk = _manifest()[f"src/{entry}.ts"]
    tags = [Markup('<link rel="stylesheet" href="{}">').format(_built(css)) for css in chunk.get("css", [])]
    tags.append(Markup('<script type="module" src="{}"></script>').format(_built(chunk["file"])))
    return Markup("\n").join(tags)


def _built(name: str) -> str:
    return static(f"naung/{name}")


def _manifest() -> dict[str, Any]:
    path = finders.find(MANIFEST) or Path(settings.STATIC_ROOT or "") / MANIFEST
    try:
        return _read_manifest(Path(path), Path(path).stat().st_mtime_ns)
    except FileNotFoundError:
        raise ImproperlyConfigured("Styles and scripts are not built yet: start Naung with ./run.") from None


@lru_cache(maxsize=2)
def _read_manifest(path: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001 - a new build is read anew
    manifest: dict[str, Any] = json.loads(path.read_text())
    return manifest


def words() -> dict[str, str]:
    """What scripts say to people, in the page's language."""
    return {
        "saving": gettext("Menyimpan…"),
        "saved": gettext("Tersimpan {clock}"),
        "notSaved": gettext("Belum tersimpan. Tulisan Anda tetap ada di sini dan akan dicoba lagi."),
        "conflict": gettext("Orang lain baru saja menyimpan bagian ini. Tekan Simpan untuk melihat kedua tulisan."),
        "unreachable": gettext(
            "Belum terhubung ke server. Tulisan Anda tetap ada di halaman ini; jangan tutup halaman ini."
        ),
        "restored": gettext("Tulisan yang belum terkirim dikembalikan ke isian ini."),
        "drop": gettext("Buang tulisan itu"),
        "sending": gettext("Mengirim…"),
        "copied": gettext("Tersalin"),
        "less": gettext("Kurangi satu: {name}"),
        "more": gettext("Tambah satu: {name}"),
        "cancel": gettext("Batal"),
        "confirmTitle": gettext("Periksa dulu"),
        "locked": gettext("Terkunci"),
        "lockedWhy": gettext("Halaman ini ditutup karena beberapa waktu tidak dipakai. Tulisan Anda tetap di sini."),
        "password": gettext("Kata sandi Anda"),
        "unlock": gettext("Buka kembali"),
        "wrongPassword": gettext("Kata sandi itu tidak cocok. Coba lagi."),
        "otherWay": gettext("Buka dengan cara lain (halaman ini dimuat ulang)"),
    }


def moment(at: datetime, now: datetime | None = None) -> Markup:
    """A `<time>` element: `Sen 23 Nov, 14.00 WITA`."""
    this_year = formats.local(now or timezone.now()).replace(month=1, day=1, hour=12, minute=0, second=0, microsecond=0)
    return _moment(at.replace(second=0, microsecond=0), this_year, get_language())


@lru_cache(maxsize=4_096)
def _moment(at: datetime, this_year: datetime, language: str | None) -> Markup:  # noqa: ARG001 - in the page's language
    """Lists show the same moments again and again, to the minute; of now only the year matters."""
    text = formats.moment(at, this_year)
    return Markup('<time datetime="{}">{}</time>').format(formats.machine_time(at), text)


def day(value: date, style: str = "", now: datetime | None = None) -> str:
    """`Sen 23 Nov`; style `weekday`, `long` or `year`."""
    return formats.day(value, now or timezone.now(), style)


def time_left(due: datetime, now: datetime | None = None) -> str:
    """`sisa 3 jam 20 menit`."""
    return formats.time_left(due, now or timezone.now())


def age(value: date | int | None, on: date | None = None) -> str:
    """`9 th`."""
    return formats.age(value, on or formats.local(timezone.now()).date())


def level_class(value: str) -> str:
    """The style name of a level."""
    return f"level-{Level(value).lower()}"


def level(value: str | None) -> Markup:
    """A level as shape, word and colour."""
    if not value:
        return Markup('<span class="muted">{}</span>').format(gettext("belum dinilai"))
    return _level(value, get_language() or "")


@lru_cache
def _level(value: str, language: str) -> Markup:
    known = Level(value)
    return Markup('<span class="level {}"><span class="level-shape" aria-hidden="true">{}</span>{}</span>').format(
        level_class(known), SHAPES[known], known.text.say(language)
    )


def say(value: Text | str) -> str:
    """A sentence of pure code or of the city's file in the page's language."""
    return value.say(get_language()) if isinstance(value, Text) else value


def code_label(value: str | None, list_name: str) -> str:
    """The words of a code in the page's language; an unknown code is shown as it is."""
    code = reference.codes(list_name).get(value or "")
    if code is None:
        return value or "–"
    return code.label_en if language() == "en" else code.label_id


def in_fours(digits: str) -> Markup:
    """A receipt in groups of four, as people read it aloud."""
    groups = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    return Markup(" ").join(Markup("<span>{}</span>").format(group) for group in groups)
