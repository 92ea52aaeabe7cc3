"""While a report is written down, the page says beside each child whether it is known."""

from datetime import date
from typing import Any

from django.urls import reverse

from tests.intake.test_pages import signed_in
from tests.people.test_children import register
from tests.people.test_known_children import RANI, SAME
from tests.scene import Scene

__all__ = ["signed_in"]
BORN = date(2015, 3, 4)


class TestBesideTheForm:
    def ask(self, scene: Scene, client: Any, name: str = "entry_known", **told: str) -> str:
        url = reverse(f"intake:{name}", args=["01900000-0000-7000-8000-000000000001"])
        return str(client.post(url, {"children": "1", "find": "1"} | told).content.decode())

    def test_the_child_is_found_while_the_report_is_written(self, scene: Scene, signed_in: Any) -> None:
        register(scene, RANI)
        told = {"1-name": SAME.name, "1-birth_date": "3 April 2015"}

        part = self.ask(scene, signed_in("Rina"), **self.named(told))
        whole = self.ask(scene, signed_in("Rina"), "entry", **self.named(told))
        for page in (part, whole):
            assert "Rani Wulandari Kusumastuti" in page
            assert "tanggal dan bulan lahir tertukar" in page
        assert "Rani" not in self.ask(scene, signed_in("Lina"), **self.named(told))

    def named(self, told: dict[str, str]) -> dict[str, str]:
        from naung.intake import forms

        prefix = forms.ChildrenForms({"children": "1"}, today=BORN, filled=False).forms[0].prefix
        return {f"{prefix}-{name[2:]}": value for name, value in told.items()}

    def test_nobody_else_may_ask(self, scene: Scene, signed_in: Any) -> None:
        url = reverse("intake:entry_known", args=["01900000-0000-7000-8000-000000000001"])
        assert signed_in("Budi").post(url, {"find": "1"}).status_code in (403, 404)
