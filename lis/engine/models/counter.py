"""The next number of a series, given out once and never again."""

from django.db import connection, models


class Counter(models.Model):
    """The last number given out under a prefix, such as ``LAN`` or ``LAN-07``."""

    prefix = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last}"

    @classmethod
    def next(cls, prefix: str) -> int:
        """The next number under ``prefix``, from 1. The row stays locked to the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} (prefix, last) VALUES (%s, 1)"
                f" ON CONFLICT (prefix) DO UPDATE SET last = {cls._meta.db_table}.last + 1 RETURNING last",
                [prefix],
            )
            return cursor.fetchone()[0]
