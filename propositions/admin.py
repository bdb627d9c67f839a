"""Every admin page of the app, gathered from its rooms."""

from .drafting import admin as drafting_admin  # noqa: F401
from .intake import admin as intake_admin  # noqa: F401
from .queue import admin as queue_admin  # noqa: F401
