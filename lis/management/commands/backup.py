"""Writes the whole service into a folder, while it runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lis.backups.manifest import BackupError
from lis.backups.taking import take


class Command(BaseCommand):
    help = "Write the database and every uploaded file into a new folder, with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is empty or not there yet.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            taken = take(folder.absolute())
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{folder} holds {taken.rows} rows and {taken.files} files.")
        for name in taken.missing:
            self.stderr.write(f"The storage has lost the file {name}, so the backup is without it.")
