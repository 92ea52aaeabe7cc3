"""Another city is another file: name, zone and numbers on the pages follow it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from naung.core.city import load_city

SECOND = Path(__file__).parent.parent / "data" / "second_city.toml"
SHOW = "from django.conf import settings as s; print(s.CITY.programme, s.TIME_ZONE, s.CITY.area_code)"


def test_the_environment_names_the_city():
    names = {"NAUNG_CITY": str(SECOND), "DJANGO_SETTINGS_MODULE": "naung.config.settings"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], env=os.environ | names, capture_output=True, text=True, check=True
    )

    assert shown.stdout == "Payung Teduh Asia/Jakarta 99.71\n"


def test_a_wrong_city_file_stops_the_start_and_names_the_key(tmp_path):
    wrong = tmp_path / "kota.toml"
    wrong.write_text(SECOND.read_text().replace('zone = "Asia/Jakarta"', ""))
    (tmp_path / "second_city_areas.json").write_text("{}")
    names = {"NAUNG_CITY": str(wrong), "DJANGO_SETTINGS_MODULE": "naung.config.settings"}

    failed = subprocess.run(
        [sys.executable, "-c", SHOW], env=os.environ | names, capture_output=True, text=True, check=False
    )

    assert failed.returncode != 0
    assert "kota.toml: `time.zone` is missing" in failed.stderr


@pytest.mark.parametrize("page", ["publicsite/helpers.html", "publicsite/afterwards.html"])
def test_pages_speak_of_the_second_city(settings, page):
    settings.CITY = load_city(SECOND)

    shown = render_to_string(page, request=RequestFactory().get("/"))

    assert "Payung Teduh" in shown
    assert "WIB" in shown
    assert not re.search(r"Balikpapan|Senandung|WITA|\b129\b", shown)
