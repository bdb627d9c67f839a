"""On the stage: what the grid and the ages tell each person is what everybody on the ask may know, and no more."""

from __future__ import annotations

import pytest

from tests.propositions.queue.recount import assert_that_the_pages_agree, grid

from .stage import Stage


@pytest.mark.parametrize("part", ["drafter", "negotiator", "reviewer", "clearer", "partner", "stranger", "coordinator"])
def test_what_the_pages_say_is_what_the_events_say(stage: Stage, part: str) -> None:
    assert_that_the_pages_agree(stage.actor(part))


def test_how_far_a_department_is_stands_in_its_own_column_only(stage: Stage) -> None:
    own, area = grid(stage.actor("reviewer")), grid(stage.actor("drafter"))

    assert own["LAN-01.2", "BEIS"] == ("inside", "cleared")
    assert area["LAN-01.2", "BEIS"][0] == "held"
    assert area["LAN-01.2", "CLGU"] == ("passed on",)
    assert area["LAN-01.1", "DfE"] == ("answered", "Support")
