"""The settings of the worker that the tests start and kill: the service's own, with a clock that beats more often."""

from lis.settings import *  # noqa: F403
from lis.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["tick"]["schedule"] = 1.0
