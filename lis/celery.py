"""The Celery application: it only wakes workers up; what is to be done stands in Job rows."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis.settings")

app = Celery("concordat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: settings.ROOMS_WITH_JOBS, related_name="jobs")

for folder in settings.BROKER_FOLDERS:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
