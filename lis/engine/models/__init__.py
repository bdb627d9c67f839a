"""The tables that everything with a life shares."""

from .counter import Counter
from .grants import Grant
from .holds import Hold, HoldException
from .ledger import Event
from .links import Link, ReadMark, SecretLink
from .noun import Noun, NounQuerySet
from .record import Record
from .remarks import Remark
from .turns import Turn
from .waivers import Waiver
from .writing import Draft, Version

__all__ = [
    "Counter",
    "Draft",
    "Event",
    "Grant",
    "Hold",
    "HoldException",
    "Link",
    "Noun",
    "NounQuerySet",
    "ReadMark",
    "Record",
    "Remark",
    "SecretLink",
    "Turn",
    "Version",
    "Waiver",
]
