"""Fill an empty service with as much as a country writes, so that its speed can be measured."""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultations.demonstration.country_round import open_round
from consultations.demonstration.scale import Consultation
from lis.engine.models import Record
from lis.frameworks.reference import load_reference_data
from propositions.demonstration.scale.country import Country, NotEnough

REAL = (
    "There are records in this database already, and they may be real. Thousands of invented ones would be mixed with "
    "them for good. Name an empty database, or set DEMONSTRATION=1 if this is the demonstration."
)


def count(given: str) -> int:
    """A number from 0 up, as it is typed."""
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(f"“{given}” is not a whole number.")
    return int(given)


class Command(BaseCommand):
    help = "Write a country of invented asks and responses for measuring, into an empty or demonstration database only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--areas", type=count, default=38, help="how many areas take part")
        parser.add_argument("--asks", type=count, default=800, help="how many asks they write")
        parser.add_argument("--responses", type=count, default=100_000, help="how many people answer a consultation")
        parser.add_argument("--seed", type=count, default=1, help="the same number gives the same words")

    def handle(self, *args: object, areas: int, asks: int, responses: int, seed: int, **options: object) -> None:
        if Record.objects.exists() and not settings.DEMONSTRATION:
            raise CommandError(REAL)
        if areas == 0:
            raise CommandError("Somebody has to ask and to consult. Give --areas a number from 1 up.")
        load_reference_data()
        try:
            country = Country(areas, seed)
        except NotEnough as problem:
            raise CommandError(str(problem)) from None
        if asks:
            with self.timed() as told:
                written = country.write_asks(asks)
                told(f"{asks} asks in {written['propositions']} propositions of {areas} areas: {written['rows']} rows")
        if responses:
            with self.timed() as told:
                round_ = open_round(country.places[0])
                rows = Consultation(country, round_).write_responses(responses)
                told(f"{responses} responses to {round_.ref}: {rows} rows")

    @contextmanager
    def timed(self) -> Iterator[Callable[[str], None]]:
        """Says what was written, and how long it took."""
        began = time.monotonic()
        yield lambda what: self.stdout.write(f"{what}, {time.monotonic() - began:.0f} s.")
