"""Every model of the app, gathered from its rooms."""

from .frameworks.models import (  # noqa: F401
    Cue,
    Framework,
    Programme,
    Stage,
    Term,
    Theme,
    Vocabulary,
    VocabularyTerm,
    Wave,
)
from .people.models import Area, Membership, Organisation, User  # noqa: F401
from .tokens.models import ApiToken  # noqa: F401
