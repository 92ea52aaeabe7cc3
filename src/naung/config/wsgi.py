"""What granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from naung.config.receiving import Receiver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naung.config.settings")
application = Receiver(get_wsgi_application(), places=settings.THREADS, largest=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
