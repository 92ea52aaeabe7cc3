"""The worker is a process of its own: what it does happens once, also when it is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from naung.access.acting import acting_as
from naung.duties import jobs
from naung.duties.models import Deadline, Notice
from tests.access.test_walls import make_case
from tests.duties.test_deadlines import start
from tests.scene import Scene, build

NAUNG = Path(sys.executable).with_name("naung")
PATIENCE = 90


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """The cast, committed, so that another process sees it; jobs that a worker before left are taken away.

    Their tables are not Django's, so that no flush empties them: at a full minute a worker that is ended has just
    queued the next tick.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_events CASCADE")
    return build()


def address(alias: str) -> str:
    told = connections[alias].settings_dict
    user, password = quote(told["USER"]), quote(told["PASSWORD"] or "")
    port = f"&port={told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{user}:{password}@/{told['NAME']}?host={told['HOST']}{port}"


@contextmanager
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test database; whatever happens, it does not outlive the test."""
    environment = os.environ | {
        "DATABASE_URL": address("default"), "DATABASE_OWNER_URL": address("owner"), "NAUNG_STALLED_SECONDS": "2",
        "NAUNG_DATA": str(tmp_path),
    }  # fmt: skip
    with (tmp_path / "worker.log").open("ab") as log:
        process = subprocess.Popen([NAUNG, "worker"], env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(holds: Callable[[], bool], what: str, tmp_path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not happen. {(tmp_path / 'worker.log').read_text()[-2000:]}")
        time.sleep(0.1)


def notices(scene: Scene) -> int:
    with acting_as(scene.actor("Rina", timezone.now())):
        return Notice.objects.filter(kind="duty.late").count()


def a_late_duty(scene: Scene) -> Deadline:
    return start(scene, make_case(scene, "Sari", "barat"), cause_at=timezone.now() - timedelta(hours=26))


def test_a_worker_killed_in_the_middle_leaves_nothing_and_after_the_rescue_the_work_is_done_once(
    scene: Scene, tmp_path: Path
) -> None:
    a_late_duty(scene)
    job_id = jobs.tick.defer(timestamp=0)

    def state() -> tuple[str, int]:
        return ProcrastinateJob.objects.values_list("status", "attempts").get(pk=job_id)

    with psycopg.connect(address("owner")) as owner:
        owner.execute("LOCK TABLE duties_notice IN ACCESS EXCLUSIVE MODE")  # the job stops where it writes
        with worker(tmp_path) as killed:
            # At a full minute the timetable's own jobs may wait for the same lock first.
            until(lambda: _waits_for_a_lock() and state() == ("doing", 0), "the job in its middle", tmp_path)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        owner.rollback()
    assert notices(scene) == 0

    with worker(tmp_path) as second:
        until(lambda: not unfinished(pk=job_id), "the rescue", tmp_path)
        with suppress(AlreadyEnqueued):  # at a full minute the worker's own timetable was faster
            jobs.tick.defer(timestamp=1)
        until(lambda: not unfinished(task_name="duties.tick"), "the next tick", tmp_path)
        second.send_signal(signal.SIGTERM)
        assert second.wait(PATIENCE) == 0

    assert notices(scene) == 1
    with acting_as(scene.actor("Rina", timezone.now())):
        assert Deadline.objects.get().late_at is not None


def test_a_worker_that_is_asked_to_stop_finishes_what_it_does(scene: Scene, tmp_path: Path) -> None:
    a_late_duty(scene)
    jobs.tick.defer(timestamp=0)

    with psycopg.connect(address("owner")) as owner, worker(tmp_path) as asked:
        owner.execute("LOCK TABLE duties_notice IN ACCESS EXCLUSIVE MODE")
        until(lambda: _waits_for_a_lock(), "the job in its middle", tmp_path)
        asked.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert asked.poll() is None
        owner.rollback()
        assert asked.wait(PATIENCE) == 0

    assert notices(scene) == 1


def _waits_for_a_lock() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'duties_notice'::regclass")
        (count,) = cursor.fetchone()
    return bool(count)


def unfinished(**which: object) -> bool:
    return ProcrastinateJob.objects.filter(status__in=["todo", "doing"], **which).exists()
