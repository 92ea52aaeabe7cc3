"""Three short pages for a child of ten: true, neutral outside, in both languages."""

import re
from dataclasses import replace

import pytest

from naung.core.city import Contact

PAGES = ("/hak/", "/sesudah-bercerita/", "/bantuan/")

pytestmark = pytest.mark.django_db


def words_of(response):
    body = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_everybody_with_a_neutral_title(client, address):
    response = client.get(address)

    title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1]
    assert response.status_code == 200
    assert not re.search(r"anak|hak|lapor|korban|kekerasan", title, re.IGNORECASE)
    assert len(re.findall(r"<h1\b", response.content.decode())) == 1
    assert "data-exit" in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_leads_to_the_other_two(client, address):
    body = client.get(address).content.decode()

    assert all(f'href="{other}"' in body for other in PAGES if other != address)


@pytest.mark.parametrize("address", PAGES)
def test_a_child_is_addressed_as_kamu_and_sentences_are_short(client, address):
    words = words_of(client.get(address))

    assert re.search(r"\bkamu\b|\w+mu\b", words)
    assert "!" not in words
    assert "pelaku" not in words.split("Dasar hukum")[0]


def test_the_duty_to_tell_the_police_is_said_honestly(client):
    words = words_of(client.get("/sesudah-bercerita/"))

    assert "Kami tidak berjanji merahasiakan semuanya" in words
    assert "polisi paling lambat 3 kali 24 jam" in words


def test_the_offices_contact_is_shown_only_when_it_is_confirmed(client, settings):
    assert "000000" not in words_of(client.get("/bantuan/"))

    contact = Contact(confirmed=True, phone="0542-123456", whatsapp="0811-1", email="a@b.id", address="Jl. Contoh")
    settings.CITY = replace(settings.CITY, contact=contact, office="Dinas Sosial Kota Contoh")

    words = words_of(client.get("/bantuan/"))
    assert "0542-123456" in words
    assert "Dinas Sosial Kota Contoh" in words


@pytest.mark.parametrize("address", PAGES)
def test_english_mirrors_it(client, address, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    words = words_of(client.get(address))

    assert not re.search(r"\b(kamu|yang|boleh|tidak)\b", words), words


def test_leaving_quickly_signs_out_and_wipes_unless_another_site_leads_there(client, scene, settings):
    client.force_login(scene.users["Sari"])
    foreign = client.get("/keluar/", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Clear-Site-Data" not in foreign
    assert client.get("/kerja/").status_code == 200

    out = client.get("/keluar/", headers={"Sec-Fetch-Site": "same-origin"})
    assert (out.status_code, out["Location"]) == (302, settings.CITY.quick_exit)
    assert out["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/kerja/").status_code == 302
