"""The database is gone for a while: pages say so, nothing typed is lost, and afterwards all goes on."""

import re
from pathlib import Path

from tests.serving import installation

STORY = "Anak tetangga sering dipukul."


def test_pages_say_that_the_database_is_gone_and_the_report_is_sent_afterwards(tmp_path: Path) -> None:
    with installation(tmp_path) as (server, visitor):
        _, page = visitor.get("/lapor/")
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token
        report = {"at": "2", "token": token[1], "happened": STORY, "send": "1"}

        server.cluster.stop()
        status, said = visitor.post("/lapor/", report)
        assert status == 503
        assert "sedang tidak menjawab" in said
        assert "yang Anda tulis masih ada" in said

        server.cluster.start(disposable=True)
        status, said = visitor.post("/lapor/", report)
        assert status == 200
        assert "Laporan terkirim" in said
