"""Does the document on deploying say what the service really reads, counts and can do?"""

import re

from django.core.management import get_commands

from launch.places import ROOT
from lis.doors.counting import COUNTED
from tests.deployment import DEPLOYMENT, FLEET

from .variables import variables

TEXT = (ROOT / "docs" / "deploy.md").read_text()


def table(first_heading):
    """The rows of the one table that begins with that heading."""
    (block,) = re.findall(rf"^\| {first_heading} \|.*\n\| --- .*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]


def names(rows):
    return [re.fullmatch(r"`(\w+)`", row[0]).group(1) for row in rows]


def test_every_variable_has_its_row_and_every_row_its_variable():
    listed = names(table("variable"))

    assert len(listed) == len(set(listed))
    assert set(listed) == variables()


def test_what_is_required_is_what_a_start_stops_without():
    required = {name: row[3] for name, row in zip(names(table("variable")), table("variable"), strict=True)}

    assert {name for name, when in required.items() if when == "always"} == set(DEPLOYMENT)
    assert {name for name, when in required.items() if when == "fleet"} == set(FLEET) - set(DEPLOYMENT) - {"FLEET"}


def test_every_figure_has_its_alarm():
    counted = {f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in COUNTED.collect()}
    asked_for = set(re.findall(r'"(concordat_\w+)"', (ROOT / "lis" / "front" / "metrics.py").read_text()))

    assert len(counted) == 3
    assert set(names(table("metric"))) == counted | asked_for


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"manage\.py (\w+)", TEXT))

    assert named == {"backup", "restore", "load_reference_data", "first_administrator"}
    assert named <= set(get_commands())


def test_every_file_that_is_named_exists():
    for name in re.findall(r"`((?:tests|launch|lis)/[\w./]+)`", TEXT):
        assert (ROOT / name).exists(), name
