"""Every admin page of the app, gathered from its rooms."""

from .frameworks import admin as frameworks_admin  # noqa: F401
from .people import admin as people_admin  # noqa: F401
