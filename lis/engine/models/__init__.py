"""The tables that everything with a life shares."""

from .counter import Counter
from .grants import Grant
from .ledger import Event
from .links import Link, ReadMark, SecretLink
from .noun import Noun, NounQuerySet
from .record import Record
from .remarks import Remark
from .turns import Turn
from .writing import Draft, Version

__all__ = [
    "Counter",
    "Draft",
    "Event",
    "Grant",
    "Link",
    "Noun",
    "NounQuerySet",
    "ReadMark",
    "Record",
    "Remark",
    "SecretLink",
    "Turn",
    "Version",
]
