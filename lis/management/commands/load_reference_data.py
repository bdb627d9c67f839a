"""Loads areas, departments, programmes, frameworks and vocabularies; may be run again at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from lis.frameworks.reference import load_reference_data


class Command(BaseCommand):
    help = "Load areas, departments, programmes, frameworks and vocabularies. Running it again adds what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        new = {name: count for name, count in load_reference_data().items() if count}
        told = ", ".join(f"{count} {name}" for name, count in sorted(new.items())) or "nothing new"
        self.stdout.write(f"Reference data: {told}.")
