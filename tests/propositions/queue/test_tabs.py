"""Which asks stand under which tab of a person's list?"""

import pytest

from propositions.asks.models import Ask
from propositions.queue.tabs import counts, tabs_for
from tests.factories import asks
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def test_a_question_to_the_area_is_not_with_government_for_a_sponsor():
    beis, sponsor = department(), body("CHW-LEP")
    parent = asks.proposition()
    parent.sponsors.add(sponsor)
    ask = asks.ask(parent, departments=(beis,))
    asks.submit(parent)
    asks.open_question(Ask.objects.with_record().get(pk=ask.pk), beis)

    reader = actor("drafter", of=sponsor)
    numbers = counts(Ask.objects.visible_to(reader), tabs_for(reader))

    assert numbers == {"mine": 0, "government": 0, "answered": 0, "drafts": 0}
