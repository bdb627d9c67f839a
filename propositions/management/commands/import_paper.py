"""Imports the propositions and asks of a paper from the command line, under the same rules as the office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import Check
from lis.engine.errors import BadInput, Refusal
from lis.strategies.models import Strategy
from propositions.intake.forms import Reading
from propositions.intake.preview import Preview
from propositions.intake.reading.apart import read_upload_safely
from propositions.intake.reading.packages import MEGABYTE
from propositions.intake.reading.paper import Paper, UnreadablePaper
from propositions.intake.reading.safety import MAX_BYTES
from propositions.intake.receiving import (
    grouped,
    import_rows,
    importer_of,
    made_from,
    receive,
    received_before,
    save_preview,
    sentences_of,
    span,
    told_before,
)
from propositions.intake.working import (
    begin,
    imported_before,
    places_of,
    same_titles,
    titles_here,
    without_suggestions,
)

IN_THE_OFFICE = "Import it in the office, where you can look at it and choose."


class Command(BaseCommand):
    help = "Import the propositions and asks of a board paper (.txt, .docx, .csv, .xlsx, .pdf, .html) into a strategy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="The paper.")
        parser.add_argument("--strategy", required=True, metavar="REF", help="The strategy, for example LAN-LIS.")
        parser.add_argument("--table", type=int, metavar="N", help="Which table, when the paper has several.")
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL",
            help="The drafter or lead in whose name it is done. Without one the history names the importer itself.",
        )  # fmt: skip
        parser.add_argument(
            "--accept-suggestions", action="store_true", help="Take the suggested types and departments."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would be imported, and write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        strategy = Strategy.objects.with_place().filter(record__ref=options["strategy"].strip().upper()).first()
        if strategy is None:
            raise CommandError(f"There is no strategy {options['strategy']}. Check the reference.")
        actor = self._actor(options["email"], strategy)
        reading = self._read(Path(options["file"]))
        table = self._table(reading.paper, options["table"])
        with transaction.atomic():
            try:
                self._import(reading, strategy, table, actor, accept=options["accept_suggestions"])
            except BadInput as refusal:
                raise CommandError("\n".join(sentences_of(refusal))) from refusal
            except Refusal as refusal:
                raise CommandError(refusal.sentence) from refusal
            if options["dry_run"]:
                transaction.set_rollback(True)
                self.stdout.write("This was a trial: nothing was written.")

    def _actor(self, email: str | None, strategy: Strategy) -> Actor:
        if not email:
            return importer_of(strategy.organisation)
        user = get_user_model().objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}. Check the address.")
        actor = Actor.of(user)
        if not actor.holds(("drafter", "lead"), strategy.organisation_id):
            raise CommandError(f"{user} is no drafter or lead of {strategy.organisation}, which leads {strategy.ref}.")
        return actor

    def _read(self, path: Path) -> Reading:
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Check its name.")
        if path.stat().st_size > MAX_BYTES:
            size = -(-path.stat().st_size // MEGABYTE)
            raise CommandError(f"This paper is {size} MB; we read papers of up to {MAX_BYTES // MEGABYTE} MB.")
        content = path.read_bytes()
        try:
            return Reading(read_upload_safely(path.name, content, at=clock.now()), content)
        except UnreadablePaper as error:
            raise CommandError(error.sentence) from error

    def _table(self, paper: Paper, number: int | None) -> int:
        if not paper.tables:
            raise CommandError(f"{_sentence(paper.checks, 'no-table')} {IN_THE_OFFICE}")
        if number is None and len(paper.tables) > 1:
            listed = "\n".join(
                f"  {position}: {table.name or ', '.join(table.headings)} ({len(table.rows)} rows)"
                for position, table in enumerate(paper.tables, 1)
            )
            raise CommandError(f"This paper has several tables. Name one with --table:\n{listed}")
        if number is not None and not 1 <= number <= len(paper.tables):
            raise CommandError(f"This paper has no table {number}. It has {len(paper.tables)}.")
        return (number or 1) - 1

    def _import(self, reading: Reading, strategy: Strategy, table: int, actor: Actor, *, accept: bool) -> None:
        source = received_before(strategy, reading.paper.sha256)
        if source is not None and (source.status == "set_aside" or self._done(source, reading.paper, table)):
            self.stdout.write(told_before(source))
            return
        if source is None:
            source = receive(reading, strategy, by=actor)
        preview = begin(source, reading.paper, table)
        left: list[str] = []
        if not accept:
            preview, left = without_suggestions(preview)
        self._warn(preview, same_titles(preview, titles_here(source, actor)))
        if not preview.proposition_count and not preview.stops:
            before = imported_before(source, (one.hash for row in preview.rows for one in row.sources))
            transaction.set_rollback(True)
            known = span(sorted(before.values()))
            self.stdout.write(f"Every row was imported before, as {known}. Nothing was changed." if known else
                              "There is nothing to import in this table. Nothing was changed.")  # fmt: skip
            return
        source = save_preview(source, preview, actor)
        event = import_rows(source, by=actor, expected=source.revision, seen=source.preview_revision)
        rows = [row for row in made_from(source) if row.event_id == event.pk]
        self._tell(source, rows, left)

    def _done(self, source: Any, paper: Paper, table: int) -> bool:
        """Whether this very table of this very file was imported before."""
        return source.imported_rows.filter(place__in=places_of(paper, table)).exists()

    def _warn(self, preview: Preview, same: dict[int, Check]) -> None:
        for check in preview.checks:
            self.stdout.write(_line(check))
        for row in preview.rows:
            checks = [*row.checks, *([same[row.number]] if row.number in same else [])]
            for check in (*checks, *(check for ask in row.asks for check in ask.checks)):
                self.stdout.write(_line(check))

    def _tell(self, source: Any, rows: list[Any], left: list[str]) -> None:
        if left:
            self.stdout.write("Suggested, but left for you to decide (--accept-suggestions takes them):")
            for sentence in left:
                self.stdout.write(f"  {sentence}")
        made = grouped(rows)
        asks = sum(len(one.asks) for one in made)
        self.stdout.write(f"Imported {source.name} as {source.ref}: {len(made)} propositions and {asks} asks.")
        for one in made:
            listed = f" with {', '.join(ask.named for ask in one.asks)}" if one.asks else ""
            self.stdout.write(f"  {one.row.place}: {one.row.named}{listed}")


def _line(check: Check) -> str:
    return f"{'To be mended' if check.stops else 'Note'}: {check.sentence}"


def _sentence(checks: Any, code: str) -> str:
    return next((check.sentence for check in checks if check.code == code), "")
