"""Every model of the app, gathered from its rooms."""

from .agreement.models import Key  # noqa: F401
from .asks.models import Ask  # noqa: F401
from .bulk.models import Batch, BatchItem  # noqa: F401
from .clusters.models import Cluster, ClusterMember  # noqa: F401
from .delivery.models import Commitment, DeliveryUpdate  # noqa: F401
from .drafting.models import Proposition  # noqa: F401
from .intake.models import ImportedRow, SourceDocument  # noqa: F401
from .lines.models import GovernmentLine  # noqa: F401
from .reserves.models import Reserve  # noqa: F401
from .routing.models import RemitMove, RoutingRule  # noqa: F401
from .sheets.models import FilledSheet  # noqa: F401
from .sides.models import (  # noqa: F401
    Allowance,
    Answer,
    Chaser,
    Clarification,
    Position,
    Side,
    TeamRule,
)
from .wording.models import Endorsement, Wording  # noqa: F401
