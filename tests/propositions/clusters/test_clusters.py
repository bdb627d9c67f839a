"""Careers Hub asked by three areas: one answer, one exception, and each area sees only its own."""

from __future__ import annotations

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow, NotVisible, NotYou
from lis.engine.models import Event
from lis.engine.registry import workflows
from lis.people.models import Organisation
from propositions.asks.models import Ask
from propositions.bulk.models import Batch
from propositions.bulk.preparing import prepare
from propositions.bulk.running import confirm
from propositions.bulk.verbs import bulk_step
from propositions.clusters.finding import furnished, similar_to, suggestions
from propositions.clusters.models import Cluster
from propositions.clusters.precedents import inconsistencies, precedents_of
from propositions.clusters.reading import states_of_clusters
from propositions.sides.lifecycle import POSITION_PARTS
from propositions.sides.models import Answer
from tests.factories import asks
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db

HUB = {
    "LAN-LEP": "Can the national Careers Hub programme cover the whole of our county?",
    "CHW-LEP": "Can the national Careers Hub programme cover the whole of our sub-region?",
    "TEE-LEP": "Will the national Careers Hub programme cover the whole of our valley?",
}
COMMON = {"stance": "support", "words": "The Careers Hub programme will cover you from next September."}
EXCEPTION = {"stance": "not_agreed", "words": "You have a hub already.", "reason": "It covers all your schools."}


@pytest.fixture
def dfe() -> Organisation:
    return department("DfE")


@pytest.fixture
def reviewer(dfe: Organisation) -> Actor:
    return actor("reviewer", of=dfe)


@pytest.fixture
def clearer(dfe: Organisation) -> Actor:
    return actor("clearer", of=dfe)


@pytest.fixture
def hubs(dfe: Organisation) -> list[Ask]:
    """The same ask from three areas, with DfE, beside one that asks for something else."""
    made = [asks.submitted_ask(dfe, of=body(code), ask=text) for code, text in HUB.items()]
    asks.submitted_ask(dfe, of=body("TEE-LEP"), ask="Will an official join the skills panel of the combined authority?")
    return made


def group(reviewer: Actor, hubs: list[Ask]) -> Cluster:
    data = {"title": "Careers Hub everywhere", "asks": " ".join(ask.ref for ask in hubs)}
    return workflows["cluster"].create("group", by=reviewer, data=data)


def many(verb: str, by: Actor, chosen: list[Ask], of: Organisation, **data: str) -> list[str]:
    sides = [asks.side(ask, of) for ask in chosen]
    batch = prepare(by, bulk_step(verb), [(side.ref, side.revision) for side in sides], data=data)
    confirm(batch, by, {})
    return list(batch.items.order_by("number").values_list("outcome", flat=True))


def test_similar_asks_of_several_areas_are_suggested_with_their_shared_phrases(
    hubs: list[Ask], reviewer: Actor
) -> None:
    found = suggestions(reviewer, clock.now())
    (suggested,) = furnished(found, reviewer, clock.now())

    assert {ask.pk for ask in suggested.asks} == {ask.pk for ask in hubs}
    assert suggested.phrases[0] == "can the national careers hub programme cover the whole of our"


def test_only_what_the_department_sees_is_suggested(hubs: list[Ask]) -> None:
    assert suggestions(actor("reviewer", of=department("Defra")), clock.now()) == []
    assert suggestions(actor("lead", of=body()), clock.now()) == []


def test_what_is_grouped_is_not_suggested_again(hubs: list[Ask], reviewer: Actor) -> None:
    cluster = group(reviewer, hubs)
    assert suggestions(reviewer, clock.now()) == []

    asks.take("dissolve", cluster, reviewer, note="Each is different after all.")
    assert len(suggestions(reviewer, clock.now())) == 1


def test_a_group_is_seen_by_the_body_that_made_it_alone(hubs: list[Ask], reviewer: Actor, dfe: Organisation) -> None:
    cluster = group(reviewer, hubs)

    def sees(who: Actor) -> bool:
        return Cluster.objects.visible_to(who).filter(pk=cluster.pk).exists()

    assert cluster.ref == "DfE-G01"
    assert sees(actor("coordinator", of=dfe))
    assert not sees(actor("coordinator", of=department("CLGU")))
    assert not any(sees(actor("lead", of=body(code))) for code in HUB)
    with pytest.raises(NotVisible):
        asks.take("dissolve", cluster, actor("coordinator", of=department("CLGU")), note="No.")


def test_areas_group_nothing(hubs: list[Ask]) -> None:
    lead = actor("lead", of=body())
    second = asks.submitted_ask(department("DfE"), of=body())

    with pytest.raises(NotYou):
        group(lead, [hubs[0], second])


def test_what_cannot_be_grouped_is_said_in_words(hubs: list[Ask], reviewer: Actor) -> None:
    with pytest.raises(BadInput) as unknown:
        workflows["cluster"].create("group", by=reviewer, data={"title": "X", "asks": f"{hubs[0].ref}, LAN-77.7"})
    with pytest.raises(BadInput) as alone:
        workflows["cluster"].create("group", by=reviewer, data={"title": "X", "asks": hubs[0].ref})

    assert unknown.value.errors == {"asks": ["There is no ask LAN-77.7 that you can see. Check it."]}
    assert alone.value.errors == {"asks": ["Name at least two asks."]}


def test_members_come_and_go_and_may_be_exceptions(hubs: list[Ask], reviewer: Actor) -> None:
    cluster = group(reviewer, hubs[:2])
    first, second, third = (ask.ref for ask in hubs)

    asks.take("add", cluster, reviewer, asks=third)
    with pytest.raises(NotNow, match=f"{first} is in this group already"):
        asks.take("add", cluster, reviewer, asks=first)
    asks.take("make_exception", cluster, reviewer, ask=second, note="They have a hub.")
    with pytest.raises(NotNow, match="is an exception already"):
        asks.take("make_exception", cluster, reviewer, ask=second, note="Again.")
    asks.take("remove", cluster, reviewer, ask=first, note="Another matter.")

    state = states_of_clusters([cluster], reviewer, clock.now())[cluster.pk]
    assert [(member.ask.ref, member.is_exception, member.exception) for member in state.members] == [
        (second, True, "They have a hub."), (third, False, ""),
    ]  # fmt: skip
    assert [workflows["cluster"].describe(event) for event in cluster.record.events.order_by("number")] == [
        "grouped similar asks", f"added {third}", f"made {second} the exception", f"took {first} out",
    ]  # fmt: skip


def test_one_answer_one_exception_and_each_area_reads_its_own(
    hubs: list[Ask], reviewer: Actor, clearer: Actor, dfe: Organisation
) -> None:
    """Must show 4, told from the suggestion to the three answers."""
    cluster = group(reviewer, hubs)
    lancashire, cheshire, tees = hubs
    asks.take("make_exception", cluster, reviewer, ask=cheshire.ref, note="They have a hub.")
    assert many("take", reviewer, hubs, dfe) == ["done"] * 3
    asks.take("draft_position", asks.side(cheshire, dfe), reviewer, **EXCEPTION)

    asks.take("draft_common", cluster, reviewer, **COMMON)
    state = states_of_clusters([cluster], reviewer, clock.now())[cluster.pk]
    chosen = [member.ask for member in state.members if not member.is_exception]
    common = {part: state.content[part] for part in POSITION_PARTS}
    assert many("draft_position", reviewer, chosen, dfe, **common) == ["done", "done"]
    assert many("clear", reviewer, hubs, dfe) == ["stayed"] * 3
    assert many("clear", clearer, hubs, dfe) == ["done"] * 3
    assert many("issue", clearer, hubs, dfe) == ["done"] * 3

    for ask, code, words in (
        (lancashire, "LAN-LEP", COMMON["words"]), (cheshire, "CHW-LEP", EXCEPTION["words"]),
        (tees, "TEE-LEP", COMMON["words"]),
    ):  # fmt: skip
        area = actor("lead", of=body(code))
        seen = Answer.objects.with_record().visible_to(area)
        assert [answer.ask_id for answer in seen] == [ask.pk]
        assert seen[0].record.versions.get().content["words"] == words
    assert set(Event.objects.filter(record__kind="ask", record__in=[ask.pk for ask in hubs]).values_list(
        "record__ref", "verb"
    )) == {(ask.ref, verb) for ask in hubs for verb in ("add", "submit", "answer")}  # fmt: skip


def test_an_area_finds_no_trace_of_the_group_or_of_the_batch(
    hubs: list[Ask], reviewer: Actor, clearer: Actor, dfe: Organisation
) -> None:
    lead = person("lead", of=body())
    client = Client()
    client.force_login(lead)
    addresses = [
        f"/asks/{hubs[0].ref}/", f"/api/v1/asks/{hubs[0].ref}/", f"/api/v1/asks/{hubs[0].ref}/events/",
        "/api/v1/answers/", "/api/v1/sides/", "/api/v1/clusters/", "/asks/", "/my-turn/", "/mail-sent/",
    ]  # fmt: skip
    cluster = group(reviewer, hubs)
    for verb, by, data in (
        ("take", reviewer, {}), ("draft_position", reviewer, COMMON), ("clear", clearer, {}), ("issue", clearer, {}),
    ):  # fmt: skip
        assert many(verb, by, hubs, dfe, **data) == ["done"] * 3

    traces = [cluster.ref, "Careers Hub everywhere", *map(str, Batch.objects.values_list("uid", flat=True))]
    told = {address: client.get(address).content.decode() for address in addresses}
    assert COMMON["words"] in told[f"/asks/{hubs[0].ref}/"]
    assert [(address, trace) for address, text in told.items() for trace in traces if trace in text] == []
    assert client.get(f"/clusters/{cluster.ref}/").status_code == 404


def test_similar_asks_stand_beside_an_ask_with_what_was_answered(
    hubs: list[Ask], reviewer: Actor, dfe: Organisation
) -> None:
    lancashire, cheshire, tees = hubs
    asks.issued_side(tees, dfe, **COMMON)

    found = precedents_of(lancashire, reviewer, clock.now())
    outside = precedents_of(lancashire, actor("lead", of=body()), clock.now())

    assert [row.similar.ask.ref for row in found["rows"]] == [tees.ref, cheshire.ref]
    assert found["rows"][0].answers[0]["words"] == [("Position", "Support"), ("Words", COMMON["words"])]
    assert found["rows"][1].answers == []
    assert outside["rows"] == []
    assert [one.ask.ref for one in similar_to(tees, actor("lead", of=body("TEE-LEP")), clock.now())] == []


def test_similar_asks_answered_differently_are_listed_side_by_side(
    hubs: list[Ask], reviewer: Actor, dfe: Organisation
) -> None:
    lancashire, cheshire, tees = hubs
    asks.issued_side(lancashire, dfe, **COMMON)
    asks.issued_side(cheshire, dfe, **EXCEPTION)
    asks.issued_side(tees, dfe, **COMMON)

    def listed(who: Actor, least: int = 60) -> list[tuple[set[str], bool]]:
        return [
            ({ask.ref for ask in one.asks}, one.same_department) for one in inconsistencies(who, clock.now(), least)
        ]

    expected = [({lancashire.ref, cheshire.ref}, True), ({cheshire.ref, tees.ref}, True)]
    assert sorted(listed(reviewer), key=str) == sorted(expected, key=str)
    assert sorted(listed(actor("coordinator", of=department("CLGU"))), key=str) == sorted(expected, key=str)
    assert listed(actor("reviewer", of=department("BEIS"))) == []
    assert listed(reviewer, 90) == []

    group(reviewer, [lancashire, cheshire])
    assert listed(reviewer, 90) == [({lancashire.ref, cheshire.ref}, True)]
