"""Lets the first administrator of a new service in, who then invites everybody else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lis.people.invitations import DAYS, invite_the_first


class Command(BaseCommand):
    help = "Enter the first administrator and print the address at which they choose their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The e-mail address with which they will sign in.")
        parser.add_argument("name", help="Their name, in quotation marks.")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            link = invite_the_first(email.strip(), name.strip())
        except (ValueError, ValidationError) as problem:
            raise CommandError(" ".join(getattr(problem, "messages", [str(problem)]))) from None
        self.stderr.write(f"Give this address to {name} alone. It works once, for {DAYS} days.")
        self.stdout.write(link)
