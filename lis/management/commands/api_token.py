"""Makes the secret with which a program acts for a person, and shows it this once."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lis.engine.clock import LONDON
from lis.tokens.models import ApiToken

MOST_DAYS = 366


class Command(BaseCommand):
    help = "Make an API token for the person with this e-mail address and print it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The e-mail address with which the person signs in.")
        parser.add_argument("--days", type=int, default=30, help=f"How long it lasts: 1 to {MOST_DAYS}, usually 30.")
        parser.add_argument("--name", default="From the command line", help="Which program will use it.")

    def handle(self, *args: Any, email: str, days: int, name: str, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"A token lasts between 1 and {MOST_DAYS} days.")
        name = name.strip()
        if not 1 <= len(name) <= 100:
            raise CommandError("Name the program that will use the token, in at most 100 characters.")
        user = get_user_model().objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}. Check the address.")
        if not user.is_active:
            raise CommandError(f"{email} may not sign in, so no program may act for them.")
        token, secret = ApiToken.make(user, name=name, days=days)
        ends = token.expires_at.astimezone(LONDON)
        self.stderr.write(f"For {user}, until {ends:%-d %B %Y %H:%M %Z}. Keep it safe: it is not shown again.")
        self.stdout.write(secret)
