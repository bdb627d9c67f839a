"""Fill an empty service with the people and the story of the demonstration."""

import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from consultations.demonstration import cheshire_warrington, responses
from lis.engine import clock
from lis.engine.models import Record
from lis.frameworks.reference import load_reference_data
from lis.papers import demonstration as papers
from lis.people.demonstration import create_demonstration_people
from lis.strategies import demonstration as strategies
from propositions.demonstration import story


class Command(BaseCommand):
    help = "Load the sample data of the demonstration, unless there is a record already."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The sample data exist only in the demonstration. Set DEMONSTRATION=1 to have them.")
        if Record.objects.exists():
            self.stdout.write("There are data already; nothing was changed.")
            return
        with transaction.atomic():
            load_reference_data()
            story.reopen_departments()
            people = {user.email: user for user in create_demonstration_people()}
            # Asked once, so that a midnight in the middle parts no story from another.
            today = clock.today()
            first_day = today - dt.timedelta(days=60)
            strategies.tell(people, first_day)
            papers.tell(people, first_day)
            _, second = cheshire_warrington.tell(people, first_day)
            responses.tell(second)
            story.tell(today)
        self.stdout.write(f"The demonstration holds {Record.objects.filter(kind='ask').count()} asks.")
