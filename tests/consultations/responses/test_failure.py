"""Whatever dies while people answer, every response that was acknowledged is there, and there once."""

from __future__ import annotations

from benchmarks.submit_under_failure import started, submit_while_it_falls

OPEN_A_ROUND = """
import django
django.setup()
from lis.frameworks.reference import load_reference_data
from tests.factories.consultations import open_round
load_reference_data()
open_round()
"""


def test_sixty_responses_survive_a_killed_web_process_and_a_database_without_power() -> None:
    with started(("-c", OPEN_A_ROUND)) as service:
        told = submit_while_it_falls(service, 60)

    assert len(told.refs) == len(set(told.refs.values())) == 60
    assert told.retries > 0
