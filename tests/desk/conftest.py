"""Pages of the desk, an hour after the story's Monday began."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk.pages import NOW, SignIn
from tests.scene import Scene


@pytest.fixture
def sign_in(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(scene.users[name])
        return client

    return signed_in
