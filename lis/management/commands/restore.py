"""Makes the service from a backup, where there is none yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lis.backups.manifest import BackupError
from lis.backups.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database and storage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The folder that the backup was written into.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            manifest = restore(folder.absolute())
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"Restored {sum(manifest['rows'].values())} rows and {manifest['files']} files, as they were at "
            f"{manifest['made_at']}; every checksum agrees."
        )
        for name in manifest["missing"]:
            self.stderr.write(f"The file {name} was lost before the backup was made.")
        if manifest["to_migrate"]:
            self.stdout.write("The backup is of an older version: run migrate before the service is started.")
