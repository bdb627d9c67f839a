"""In what order are words found, and by whose eyes?"""

import pytest

from lis.papers.models import PolicyPositionPaper
from lis.search.finding import search
from propositions.asks.models import Ask
from tests.factories import asks, papers
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def test_an_unread_version_does_not_change_the_order():
    beis = department()
    # The first paper spoke much of hydrogen before BEIS was shown it, the second speaks of it in passing now.
    loud = papers.share(papers.write(papers.written(), summary="Hydrogen. Hydrogen. Hydrogen."), department("DfE"))
    loud = papers.share(papers.write(loud, summary="One word on hydrogen in a long line of others."), beis)
    quiet = papers.share(papers.write(papers.written(), summary="Hydrogen, and hydrogen again."), beis)

    reader = actor("reviewer", of=beis)
    found = search(PolicyPositionPaper.objects.visible_to(reader), "hydrogen", reader)

    assert [paper.pk for paper in found] == [quiet.pk, loud.pk]


def test_what_fits_alike_stays_in_the_order_of_the_list():
    parent = asks.proposition()
    made = [asks.ask(parent, ask="Extend the hub.") for _ in range(3)]

    drafter = actor("drafter", of=body())
    listed = Ask.objects.visible_to(drafter).order_by("-record__ref")

    assert [ask.pk for ask in search(listed, "hub", drafter)] == [ask.pk for ask in reversed(made)]
