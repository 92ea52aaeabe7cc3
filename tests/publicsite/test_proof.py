"""Proof of filing: whoever reported can show that a report came in on a day, and nothing else."""

from datetime import date

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naung.audit.rules import public_half
from naung.intake.models import Receipt
from naung.intake.rules.proofs import Proof, filing_of, read_proof
from tests.publicsite.test_telling import STORY, digits_of, send
from tests.scene import Scene

SECRET = bytes(range(32))
PROOF = Proof("Dinas Sosial Kota Balikpapan", date(2026, 11, 23), filing_of("a"))


@given(st.sampled_from(["", "> ", "  "]), st.sampled_from(["\n", "\r\n"]))
def test_a_proof_is_read_also_out_of_a_mail(quote: str, end: str) -> None:
    text = "Selamat pagi" + end + "".join(f"{quote}{line}{end}" for line in PROOF.signed(SECRET).splitlines())
    assert read_proof(text, public_half(SECRET)) == PROOF


@given(st.integers(0, 400), st.sampled_from("0123456789abcdefxyz-"))
def test_what_was_changed_is_no_proof(at: int, letter: str) -> None:
    text = PROOF.signed(SECRET)
    changed = text[:at] + letter + text[at + 1 :]
    assert read_proof(changed, public_half(SECRET)) in {None, PROOF}
    assert read_proof(text.replace("2026-11-23", "2026-11-22"), public_half(SECRET)) is None
    assert read_proof(PROOF.signed(bytes(32)), public_half(SECRET)) is None


def test_the_reporter_takes_a_proof_along_and_anybody_can_check_it(scene: Scene) -> None:
    visitor, stranger = Client(), Client()
    sent = send(visitor, child_name="Rani")
    digits = digits_of(sent)
    assert visitor.get("/kode/bukti/").status_code == 302  # only with the receipt
    visitor.post("/kode/", {"code": digits})

    answer = visitor.get("/kode/bukti/")

    text = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert text.split("signature: ")[1].strip() in sent
    assert not any(secret in text for secret in (digits, STORY, "Rani", Receipt.objects.get().digest))
    checked = stranger.post("/bukti/", {"text": text}).content.decode()
    assert "Bukti ini asli" in checked
    changed = stranger.post("/bukti/", {"text": text.replace("office: ", "office: X")}).content.decode()
    assert "tidak dapat dipastikan" in changed
    assert stranger.post("/bukti/", {"text": ""}).status_code == 422
