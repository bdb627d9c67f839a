"""Brings the tables up to date, then says anew what the web role may do with them."""

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from lis.engine import rights


class Command(migrate.Command):
    """Django's own command, and after it the rights: a new table is closed to the web until they are applied."""

    def handle(self, *args, **options) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            rights.apply(connections[options["database"]], settings.DATABASE_WEB_ROLE)
