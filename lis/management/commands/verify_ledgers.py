"""Proves that every ledger holds, or names the first broken link of each that does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lis.engine.models import Record
from lis.engine.verifying import verify


class Command(BaseCommand):
    help = (
        "Recompute the chain of events of every record, its versions' hashes and its standing. "
        "The exit code is 1 when a ledger is broken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "references", nargs="*", metavar="REFERENCE", help="Only what belongs to these, such as LAN-07.3."
        )

    def handle(self, *args: Any, references: list[str], **options: Any) -> None:
        records = self._records(references) if references else None
        proved = events = broken = 0
        for found in verify(records):
            proved += 1
            events += found.events
            if found.broken:
                broken += 1
                self.stdout.write(f"{found.kind} {found.ref}: {found.broken}")
        if broken:
            raise CommandError(f"{broken} of {proved} ledgers are broken ({events} events were read).", returncode=1)
        self.stdout.write(f"All {proved} ledgers hold ({events} events).")

    def _records(self, references: list[str]) -> Any:
        """The records of these references and all that belongs to them: an ask with its questions and answers."""
        named = Record.objects.filter(ref__in=references)
        missing = set(references) - set(named.values_list("ref", flat=True))
        if missing:
            raise CommandError(f"There is no record called {' or '.join(sorted(missing))}.", returncode=2)
        return Record.objects.filter(root__in=named.values("root"))
