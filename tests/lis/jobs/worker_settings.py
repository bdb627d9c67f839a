"""The settings of the worker that the tests start and kill: the service's own, on the database of one test."""

import json
import os

from lis.settings import *  # noqa: F403
from lis.settings import CELERY_BEAT_SCHEDULE, DATABASES

DATABASES["default"].update(json.loads(os.environ["WORKER_DATABASE"]))
CELERY_BEAT_SCHEDULE["tick"]["schedule"] = 1.0
