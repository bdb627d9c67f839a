"""What differs when tests run: a database server of their own, and nothing that leaves this process."""

import os

os.environ.setdefault("DEMONSTRATION", "1")
os.environ.setdefault("DATABASE_CLUSTER", "test-postgres")
# The browser's driver keeps an event loop in the thread of the test, and Django would refuse to work beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from lis.settings import *  # noqa: F403
from lis.settings import DATA_DIR, STORAGES

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {**STORAGES["default"], "OPTIONS": {"location": str(DATA_DIR / "test-files"), "base_url": None}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
BROKER_FOLDERS = []
