"""Prints who can be played in the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lis.people.demonstration import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "List the accounts of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("These accounts exist only in the demonstration.")
        width = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"{account.email:{width}}  {account.name}, {account.job_title} ({account.organisation})")
        self.stdout.write(f"The password of all of them is: {PASSWORD}")
