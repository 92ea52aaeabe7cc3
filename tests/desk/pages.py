"""What the stories of the desk share."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.scene import MONDAY

NOW = MONDAY + timedelta(hours=1)
SignIn = Callable[[str], Client]


def page(client: Client, path: str = "/kerja/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()
