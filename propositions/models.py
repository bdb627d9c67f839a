"""Every model of the app, gathered from its rooms."""

from .asks.models import Ask  # noqa: F401
from .drafting.models import Proposition  # noqa: F401
from .intake.models import ImportedRow, SourceDocument  # noqa: F401
from .sides.models import Answer, Clarification, Position, Side  # noqa: F401
