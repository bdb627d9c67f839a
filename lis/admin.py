"""Every admin page of the app, gathered from its rooms."""

from .evidence import admin as evidence_admin  # noqa: F401
from .exports import admin as exports_admin  # noqa: F401
from .frameworks import admin as frameworks_admin  # noqa: F401
from .jobs import admin as jobs_admin  # noqa: F401
from .notices import admin as notices_admin  # noqa: F401
from .papers import admin as papers_admin  # noqa: F401
from .people import admin as people_admin  # noqa: F401
from .strategies import admin as strategies_admin  # noqa: F401
from .tokens import admin as tokens_admin  # noqa: F401
