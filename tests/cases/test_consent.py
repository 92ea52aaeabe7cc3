"""Consent: each purpose apart, to whom, until when; fixed once given; taken back, nothing more is given away."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case, Consent, Disclosure
from naung.cases.queries import consent as known
from naung.cases.queries import consent_paper
from naung.cases.rules.consent import (
    CAREGIVER,
    CHILD,
    GROUND,
    NOTICE,
    PURPOSES,
    RECIPIENTS,
    State,
    Terms,
    state_of,
    why_not,
)
from naung.core.errors import NotAllowedNow, Refused
from tests.cases.stories import a_case, doing
from tests.scene import MONDAY, Scene
from tests.signing import signed_in
from tests.trace import Entry

TODAY = MONDAY.date()
TERMS = Terms(
    agreed=("HEALTH",), declined=("SCHOOL",), recipients=("HEALTH",), recipient_names="Puskesmas Damai",
    evidence="WITNESS", evidence_note="Bu RT", until=TODAY + timedelta(days=90),
)  # fmt: skip


def says(scene: Scene, case: Case, kind: str = CAREGIVER, terms: Terms = TERMS, **other: Any) -> Consent:
    told = {"kind": kind, "given": None if kind == GROUND else True, "who": "Mariamah", "terms": terms} | other
    made: Consent = doing(scene, "Sari", operations.record_consent, case_id=case.pk, **told)
    return made


def gives(scene: Scene, case: Case, **other: Any) -> Disclosure:
    told = {"purpose": "HEALTH", "recipient": "HEALTH", "what": "Ringkasan", "case_id": case.pk} | other
    with acting_as(scene.actor("Sari")) as sari:
        return operations.share_information(by=sari, name="dr. Lia", now=MONDAY, **told)


def refusal(scene: Scene, case: Case, **other: Any) -> str:
    with pytest.raises(NotAllowedNow) as refused:
        gives(scene, case, **other)
    return str(refused.value.message)


def test_nothing_is_given_away_before_caregiver_and_child_agreed_to_just_that(scene: Scene) -> None:
    case = a_case(scene)
    assert "Pengasuh belum ditanya" in refusal(scene, case)
    says(scene, case)
    assert "Anak belum ditanya" in refusal(scene, case)
    says(scene, case, CHILD, who="Rani")

    gives(scene, case)
    assert "Pengasuh menolak tujuan ini." in refusal(scene, case, purpose="SCHOOL", recipient="SCHOOL")
    assert "tidak menyebut penerima ini" in refusal(scene, case, recipient="POLICE")
    with acting_as(scene.actor("Sari")):
        assert Entry.objects.get(event="information.shared").details == {"purpose": "HEALTH", "recipient": "HEALTH"}


def test_consent_taken_back_stops_what_is_given_and_keeps_what_was(scene: Scene) -> None:
    case = a_case(scene)
    word = says(scene, case)
    says(scene, case, CHILD, who="Rani")
    gives(scene, case)
    doing(scene, "Sari", operations.withdraw_consent, consent_id=word.pk, reason="Ibu berubah pikiran.")

    assert "sudah menarik persetujuannya" in refusal(scene, case)
    with acting_as(scene.actor("Sari")) as sari:
        assert [row.what for row in known.given_away(sari, case)] == ["Ringkasan"]


def test_a_ground_stands_for_consent_only_where_it_names_purpose_and_recipient(scene: Scene) -> None:
    case = a_case(scene)
    says(scene, case, GROUND, Terms(agreed=("LEGAL",), recipients=("POLICE",)), ground="PUBLIK")

    gives(scene, case, purpose="LEGAL", recipient="POLICE")
    assert "belum ditanya" in refusal(scene, case)


def test_terms_that_cannot_be_are_refused_and_those_given_stay_with_their_notice(scene: Scene) -> None:
    case = a_case(scene)
    for field, wrong in (
        ("recipients", Terms(agreed=("HEALTH",))), ("until", Terms(until=TODAY - timedelta(days=1))),
        ("evidence", Terms(evidence="X")), (None, Terms(declined=("X",))),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            says(scene, case, terms=wrong)
        assert refused.value.about.get("field") == field
    word = says(scene, case)
    says(scene, case, given=False, terms=Terms())
    with acting_as(scene.actor("Sari")):
        first, last = Consent.objects.order_by("at", "pk")
    assert (first.pk, first.agreed, first.recipient_names, first.notice) == (
        word.pk, ["HEALTH"], "Puskesmas Damai", NOTICE
    )  # fmt: skip
    assert (state_of(first, TODAY), state_of(last, TODAY)) == (State.GIVEN, State.REFUSED)


def test_who_holds_the_case_is_warned_two_weeks_before_a_consent_ends(scene: Scene) -> None:
    case, today = a_case(scene), timezone.localdate()
    soon = Terms(agreed=("AID",), recipients=("OTHER",), until=today + timedelta(days=10))
    says(scene, case, terms=soon)
    sari = signed_in(scene, "Sari")
    page = sari.get(reverse("desk:today")).content.decode()
    assert "Berakhir: Persetujuan pengasuh" in page
    says(scene, case, terms=Terms())
    assert "Berakhir: Persetujuan pengasuh" not in sari.get(reverse("desk:today")).content.decode()
    with acting_as(scene.actor("Budi")) as budi:
        assert known.ending(budi, today) == []


def test_the_receipt_says_in_both_languages_who_agreed_to_what_and_names_no_case(scene: Scene) -> None:
    case = a_case(scene)
    word = says(scene, case)
    with acting_as(scene.actor("Sari")):
        told = str(consent_paper.receipt(word, "Sari", MONDAY))
    assert case.number not in told
    no = says(scene, case, given=False, terms=Terms())
    ground = says(scene, case, GROUND, Terms(), ground="VITAL")
    with acting_as(scene.actor("Sari")):
        assert "['Jawaban', 'Tidak setuju']" in str(consent_paper.receipt(no, "Sari", MONDAY))
        assert "Vital interest" in str(consent_paper.receipt(ground, "Sari", MONDAY))
    for words in ("Pemeriksaan dan pengobatan", "Examination and treatment", "Puskesmas Damai", "2026-1", "Mariamah"):
        assert words in told


def test_on_the_pages_consent_is_given_printed_taken_back_and_then_nothing_is_given(scene: Scene) -> None:
    case, sari = a_case(scene), signed_in(scene, "Sari")
    page, share = (reverse(f"cases:{name}", args=[case.pk]) for name in ("consent", "share"))
    typed = {"given": "yes", "to_HEALTH": "yes", "to_SCHOOL": "no", "recipients": ["HEALTH"], "evidence": "PAPER"}
    for kind in (CAREGIVER, CHILD):
        assert sari.post(page, typed | {"kind": kind, "who": "Mariamah"}).status_code == 302
    shown = sari.get(page).content.decode()
    assert "Berlaku" in shown
    assert "✗ Sekolah dan pendidikan" in shown
    with acting_as(scene.actor("Sari")):
        word = Consent.objects.get(kind=CAREGIVER)
    assert sari.get(reverse("cases:consent_receipt", args=[case.pk, word.pk])).content.startswith(b"%PDF-")
    given = {"purpose": "HEALTH", "recipient": "HEALTH", "name": "dr. Lia", "what": "Ringkasan kunjungan"}
    assert sari.post(share, given).status_code == 302
    assert "Ringkasan kunjungan" in sari.get(share).content.decode()
    sari.post(reverse("cases:consent_withdraw", args=[case.pk, word.pk]), {"reason": "Ibu berubah pikiran."})
    refused = sari.post(share, given)
    assert refused.status_code == 422
    assert "sudah menarik persetujuannya" in refused.content.decode()


CODES = st.lists(st.sampled_from(sorted(PURPOSES)), unique=True)
WORDS = st.builds(
    SimpleNamespace, kind=st.sampled_from([CAREGIVER, CHILD, GROUND]), given=st.sampled_from([True, False, None]),
    agreed=CODES, declined=CODES, recipients=st.lists(st.sampled_from(sorted(RECIPIENTS)), unique=True),
    until_date=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)), withdrawn=st.booleans(),
)  # fmt: skip


@given(
    words=st.lists(WORDS, max_size=6), purpose=st.sampled_from(sorted(PURPOSES)),
    recipient=st.sampled_from(sorted(RECIPIENTS)), age=st.none() | st.integers(0, 18),
)  # fmt: skip
def test_whatever_was_said_only_a_standing_word_on_it_lets_something_go(
    words: list[Any], purpose: str, recipient: str, age: int | None
) -> None:
    free = why_not(words, purpose, recipient, age=age, today=TODAY) is None
    stands = [
        one for one in words
        if state_of(one, TODAY) is State.GIVEN and purpose in one.agreed and recipient in one.recipients
    ]  # fmt: skip
    assert not free or stands
    for one in words:
        one.withdrawn = True
    assert why_not(words, purpose, recipient, age=age, today=TODAY) is not None
