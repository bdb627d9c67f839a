"""Which failures of the database are a state of the service that visitors are told of, and not a mistake of ours?"""

from django.db import DatabaseError

# The code under which PostgreSQL refuses to write in a transaction that may only read.
READ_ONLY = "25006"


def only_reads(error: Exception) -> bool:
    """Whether ``error`` says that the database can be read just now and not written."""
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "pgcode", "") == READ_ONLY
