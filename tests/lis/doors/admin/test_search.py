"""Which words the search of a list looks into: those that the searcher may read, and no others."""

import pytest

from lis.doors.admin.lists import words_match
from lis.papers.models import PolicyPositionPaper
from propositions.asks.models import Ask
from tests.factories.asks import submitted_ask
from tests.factories.papers import share, submit, take, write, written
from tests.factories.people import actor, body, department

pytestmark = pytest.mark.django_db


def found(model, who, term: str) -> list[str]:
    rows = model.objects.visible_to(who).filter(words_match(who, term)).order_by("record__ref")
    return [noun.ref for noun in rows]


def test_working_copy_is_searched_for_its_own_side_alone():
    beis = department("BEIS")
    paper = share(written(), beis)
    write(paper, summary="We lead on ammonia.")
    own, guest = actor("drafter", of=body()), actor("reviewer", of=beis)

    assert found(PolicyPositionPaper, own, "ammonia") == [paper.ref]
    assert found(PolicyPositionPaper, guest, "ammonia") == []
    assert found(PolicyPositionPaper, guest, "hydrogen") == [paper.ref]


def test_versions_before_the_reader_came_are_not_searched():
    beis, dfe = department("BEIS"), department("DfE")
    first = share(written(), dfe)
    second = write(first, summary="We lead on ammonia.")
    submit(take("send_for_review", second, actor("drafter", of=body())), beis)

    assert found(PolicyPositionPaper, actor("reviewer", of=dfe), "hydrogen") == [first.ref]
    assert found(PolicyPositionPaper, actor("reviewer", of=beis), "hydrogen") == []
    assert found(PolicyPositionPaper, actor("reviewer", of=beis), "ammonia") == [first.ref]


def test_another_area_finds_nothing():
    submitted_ask(department("BEIS"))

    assert found(Ask, actor("drafter", of=body()), "programme county") == ["LAN-01.1"]
    assert found(Ask, actor("drafter", of=body("CHW-LEP")), "programme county") == []
