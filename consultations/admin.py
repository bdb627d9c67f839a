"""Every admin page of the app, gathered from its rooms."""

from .questionnaires import admin as questionnaires_admin  # noqa: F401
from .responses import admin as responses_admin  # noqa: F401
from .rounds import admin as rounds_admin  # noqa: F401
