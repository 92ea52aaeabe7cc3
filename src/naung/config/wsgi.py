"""What granian serves."""

import gc
import multiprocessing
import os
import signal

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

from naung.config.children import end_with_parent
from naung.config.receiving import Receiver

# A page makes some ten thousand objects and few circles: looking for those after every 700 took a tenth of its time.
GARBAGE_AFTER = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naung.config.settings")
application = Receiver(
    get_wsgi_application(),
    places=settings.THREADS,
    largest=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    files=("/berkas/", settings.FILE_UPLOAD_MAX_MEMORY_SIZE),
)


def _settle() -> None:
    """Load every page's code, and take what is loaded out of the collector's sight: it stays as long as the process."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 10, 10)


def _know_what_is_over() -> None:
    from naung.config.clocks import remember  # needs the models, which are there only now

    remember()
    connection.close()


def _end_with_keeper() -> None:
    """End when whoever keeps the web processes was killed: else this one goes on at the same port, kept by nobody.

    Outright, because a wish to stop that comes while the process begins is lost. What it was doing is undone.
    """
    if (keeper := multiprocessing.parent_process()) is None:
        return
    end_with_parent(signal.SIGKILL)
    if os.getppid() != keeper.pid:
        os._exit(1)  # killed already, before we could ask to be told


_end_with_keeper()
_settle()
_know_what_is_over()
