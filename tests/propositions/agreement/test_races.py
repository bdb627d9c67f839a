"""Keys that are turned at one moment, and a key that meets new words on its way."""

from __future__ import annotations

from collections import Counter

from lis.engine.errors import Stale
from lis.engine.models import Event
from propositions.agreement.models import Key
from propositions.asks.lifecycle import workflow
from propositions.asks.models import Ask
from propositions.delivery.models import Commitment
from propositions.wording.lifecycle import workflow as wordings
from tests.at_once import at_once
from tests.factories.people import actor, body, department
from tests.factories.wordings import EDITORIAL, cleared_wording, negotiated_ask, negotiator


def test_two_sides_that_accept_at_once_make_one_commitment(fresh_database: str) -> None:
    ask = negotiated_ask()
    people = [negotiator(), actor("clearer", of=department("BEIS"))]

    def accept(by: object) -> Event:
        while True:
            revision = Ask.objects.with_record().get(pk=ask.pk).revision
            try:
                return workflow.perform("accept", ask, by=by, expected=revision)
            except Stale:
                continue

    answers = at_once([lambda by=by: accept(by) for by in people])

    assert Counter(type(answer).__name__ for answer in answers) == {"Event": 2}
    assert Ask.objects.with_record().get(pk=ask.pk).status == "agreed"
    assert Key.objects.count() == 2
    assert Commitment.objects.count() == 1
    assert list(Event.objects.filter(record=ask.record).order_by("number").values_list("verb", flat=True))[-3:] == [
        "accept", "accept", "agree",
    ]  # fmt: skip


def test_a_key_on_the_words_before_is_refused_when_new_words_come_first_and_tells_nothing_of_them(
    fresh_database: str,
) -> None:
    ask = negotiated_ask()
    cleared = cleared_wording(ask, body(), ask="The quokka is covered.", **EDITORIAL)
    ours, theirs = negotiator(), actor("clearer", of=department("BEIS"))
    read = Ask.objects.with_record().get(pk=ask.pk).revision

    answers = at_once([
        lambda: wordings.perform("issue", cleared, by=ours, expected=cleared.revision),
        lambda: workflow.perform("accept", ask, by=theirs, expected=read),
    ])  # fmt: skip

    issued, key = answers
    assert isinstance(issued, Event)
    if isinstance(key, Event):
        # The key was first: it names the words that its owner had read.
        assert key.version.number == 2
    else:
        assert isinstance(key, Stale)
        assert key.sentence == "LAN-01.1 has changed since you opened it. Read what is new, then decide again."
        assert "quokka" not in str(vars(key))
    assert Ask.objects.with_record().get(pk=ask.pk).status == "submitted"
    assert not Commitment.objects.exists()
