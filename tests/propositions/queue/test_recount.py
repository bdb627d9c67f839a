"""Are my turn, ageing and the grid what the events say, in the demonstration and after any step?"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lis.engine.actor import Actor
from lis.people.models import User
from tests.factories.asks import submitted_ask
from tests.factories.people import actor, body, department

from ..grids import undone
from ..sides.test_any_course import DEPARTMENTS, one_step
from .recount import ageing, assert_that_the_pages_agree, grid, my_turn

READERS = (
    "drafter@lancashire.example", "reviewer@beis.example", "clearer@beis.example", "reviewer@dfe.example",
    "coordinator@clgu.example",
)  # fmt: skip


@pytest.mark.parametrize("email", READERS)
def test_in_the_demonstration_the_pages_say_what_the_events_say(told_database: str, email: str) -> None:
    somebody = Actor.of(User.objects.get(email=email))

    assert_that_the_pages_agree(somebody)
    assert ageing(somebody)
    assert grid(somebody)


def test_in_the_demonstration_a_clearer_clears_and_a_reviewer_reviews(told_database: str) -> None:
    clearer, reviewer = (
        my_turn(Actor.of(User.objects.get(email=f"{role}@beis.example"))) for role in ("clearer", "reviewer")
    )

    assert clearer == ["LAN-05.1"]
    assert "LAN-06.1" in reviewer
    assert not set(clearer) & set(reviewer)


@pytest.mark.django_db
@settings(
    max_examples=5, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(course=st.data())
def test_after_any_step_the_pages_say_what_the_events_say(course: st.DataObject) -> None:
    with undone():
        made = submitted_ask(department("BEIS"), department("DfE"))
        people = [actor("drafter", "lead", of=body())]
        for code in (*DEPARTMENTS, "CLGU"):
            people += [actor("reviewer", of=department(code)), actor("clearer", "coordinator", of=department(code))]
        for _ in range(course.draw(st.integers(5, 14))):
            one_step(made, course.draw(st.sampled_from(people)), course.draw)
            for somebody in people:
                assert_that_the_pages_agree(somebody)
