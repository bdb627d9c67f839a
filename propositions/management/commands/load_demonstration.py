"""Fill an empty service with the people and the story of the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lis.engine import clock
from lis.engine.models import Record
from lis.frameworks.reference import load_reference_data
from lis.people.demonstration import create_demonstration_people
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
            create_demonstration_people()
            story.tell(clock.now())
        self.stdout.write(f"The demonstration holds {Record.objects.filter(kind='ask').count()} asks.")
