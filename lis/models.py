"""Every model of the app, gathered from its rooms."""

from .engine.models import (  # noqa: F401
    Counter,
    Draft,
    Event,
    Grant,
    Link,
    ReadMark,
    Record,
    Remark,
    SecretLink,
    Turn,
    Version,
)
from .evidence.models import Finding  # noqa: F401
from .exports.models import Download  # noqa: F401
from .files.models import StoredFile  # noqa: F401
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
from .jobs.models import Job  # noqa: F401
from .notices.models import Notice, SentMail  # noqa: F401
from .papers.models import PolicyPositionPaper  # noqa: F401
from .people.models import Area, Membership, Organisation, User  # noqa: F401
from .strategies.models import Action, Strategy, Workstream  # noqa: F401
from .tokens.models import ApiToken  # noqa: F401
