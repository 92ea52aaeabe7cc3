"""What granian serves."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

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


_settle()
