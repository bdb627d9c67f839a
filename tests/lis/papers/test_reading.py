"""What a department reads of a paper, from when and until when; and what it is never told."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Grant
from lis.papers.lifecycle import workflow
from lis.papers.models import PolicyPositionPaper
from lis.papers.reading import events_for, reading, revisions_for, told, versions_for
from tests.factories import papers
from tests.factories.people import actor, body, department, person

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 11, tzinfo=dt.UTC)


def seen_by(reader: Actor, at: dt.datetime | None = None) -> list[str]:
    return [paper.ref for paper in PolicyPositionPaper.objects.visible_to(reader, at)]


def numbers_for(reader: Actor, paper: PolicyPositionPaper) -> list[int]:
    return [version.number for version in versions_for(reader, paper)]


def fresh(paper: PolicyPositionPaper) -> PolicyPositionPaper:
    return PolicyPositionPaper.objects.with_workstream().get(pk=paper.pk)


def test_a_department_sees_nothing_before_anything_is_shared():
    reviewer = actor("reviewer", of=department("BEIS"))
    papers.in_review()

    assert seen_by(reviewer) == []


def test_sharing_lasts_to_the_end_of_its_last_day_in_london():
    beis = department("BEIS")
    reviewer = actor("reviewer", of=beis)
    with clock.at(NOON):
        paper = papers.share(papers.written(), beis, days=14)

    grant = Grant.objects.get(record=paper.record, organisation=beis)
    assert grant.until == dt.datetime(2026, 6, 15, 23, tzinfo=dt.UTC)
    assert seen_by(reviewer, grant.until - dt.timedelta(seconds=1)) == [paper.ref]
    assert seen_by(reviewer, grant.until) == []


def test_a_department_whose_sharing_was_stopped_sees_nothing():
    beis, dfe = department("BEIS"), department("DfE")
    paper = papers.share(papers.written(), beis, dfe)

    papers.take("stop_sharing", paper, actor("lead", of=body()), department="BEIS")

    assert seen_by(actor("reviewer", of=beis)) == []
    assert seen_by(actor("reviewer", of=dfe)) == [paper.ref]


def test_sharing_that_is_stopped_twice_was_stopped_once():
    paper = papers.share(papers.written(), department("BEIS"), department("DfE"))
    lead = actor("lead", of=body())
    step = {"by": lead, "expected": paper.revision, "data": {"department": "BEIS"}}

    first = workflow.perform("stop_sharing", paper, **step)
    second = workflow.perform("stop_sharing", paper, **step)

    assert (second.pk, second.repeated) == (first.pk, True)
    with pytest.raises(NotNow, match="BEIS does not read"):
        papers.take("stop_sharing", paper, lead, department="BEIS")


def test_a_department_reads_from_the_version_it_was_shown_on():
    beis, dfe = department("BEIS"), department("DfE")
    paper = papers.share(papers.written(), beis)
    paper = papers.share(papers.write(paper, evidence="Capenhurst."), dfe)

    assert numbers_for(actor("reviewer", of=beis), paper) == [1, 2]
    assert numbers_for(actor("reviewer", of=dfe), paper) == [2]
    assert numbers_for(actor("drafter", of=body()), paper) == [1, 2]


def test_sharing_again_moves_the_end_and_keeps_what_could_be_read():
    beis = department("BEIS")
    paper = papers.share(papers.written(), beis, days=3)
    paper = papers.share(papers.write(paper, evidence="Capenhurst."), beis, days=60)

    grant = Grant.objects.open_at(clock.now()).get(record=paper.record, organisation=beis)
    assert grant.since_version == 1
    assert grant.until.astimezone(clock.LONDON).date() == clock.today() + dt.timedelta(days=61)


def test_sharing_unchanged_words_makes_no_second_version():
    paper = papers.share(papers.written(), department("BEIS"))
    paper = papers.share(paper, department("DfE"))

    assert paper.record.versions.count() == 1
    assert paper.record.events.latest("number").version.number == 1


def test_after_submission_new_words_go_out_by_submitting_and_not_by_sharing():
    paper = papers.write(papers.submitted(department("BEIS")), evidence="Capenhurst.")

    paper = papers.share(paper, department("DfE"))

    assert paper.record.versions.count() == 1
    assert "evidence" not in reading(actor("reviewer", of=department("DfE")), fresh(paper)).words.content


def test_submission_reaches_the_coordinating_unit_and_keeps_earlier_versions_for_informal_readers():
    beis = department("BEIS")
    paper = papers.share(papers.written(), beis)
    drafter = actor("drafter", of=body())
    paper = papers.take("send_for_review", papers.write(paper, drafter, evidence="Capenhurst."), drafter)

    paper = papers.submit(paper, beis)

    assert numbers_for(actor("reviewer", of=beis), paper) == [1, 2]
    assert numbers_for(actor("coordinator", of=department("CLGU")), paper) == [2]
    assert not Grant.objects.filter(record=paper.record, ended_by=None, until__isnull=False).exists()


def test_submitting_again_makes_the_next_version_for_all_who_have_it():
    paper = papers.submitted(department("BEIS"))
    paper = papers.submit(papers.write(paper, evidence="Capenhurst."))

    assert numbers_for(actor("reviewer", of=department("BEIS")), paper) == [1, 2]
    assert (paper.status, paper.record.versions.count()) == ("submitted", 2)


def test_submitting_unchanged_words_is_refused():
    paper = papers.submitted()

    with pytest.raises(NotNow) as refused:
        papers.submit(paper)

    assert [reason.code for reason in refused.value.reasons] == ["nothing-new"]


def test_nobody_submits_words_that_they_wrote_last():
    lead = actor("lead", of=body())
    paper = papers.take("send_for_review", papers.written(by=lead), lead)

    with pytest.raises(NotNow) as refused:
        papers.submit(paper, by=lead)

    assert [reason.code for reason in refused.value.reasons] == ["own-words"]
    assert papers.submit(paper).status == "submitted"


@pytest.mark.parametrize("verb", ["send_for_review", "share"])
def test_a_paper_without_title_or_words_goes_nowhere(verb):
    paper = papers.write(papers.paper(), title=" ")

    verdicts = workflow.judge(actor("lead", of=body()), [paper])[paper.pk]

    reasons = next([reason.code for reason in verdict.reasons] for verdict in verdicts if verdict.verb == verb)
    assert reasons == ["no-title", "no-section"]


def test_words_stand_still_while_they_are_reviewed():
    paper = papers.in_review()

    with pytest.raises(NotNow) as refused:
        papers.write(paper, evidence="Capenhurst.")

    assert [reason.code for reason in refused.value.reasons] == ["in-review"]


def test_a_withdrawn_paper_leaves_its_words_and_a_reason_for_those_who_had_it():
    paper = papers.withdrawn(department("BEIS"))
    reviewer = actor("reviewer", of=department("BEIS"))

    found = reading(reviewer, fresh(paper))

    assert (found.status, found.words["summary"]) == ("withdrawn", "We lead on hydrogen.")
    last = told(reviewer, fresh(paper), events_for(reviewer, fresh(paper)))[-1]
    assert (last.verb, last.note) == ("withdraw", "It was overtaken by events.")


def test_a_department_never_reads_a_draft():
    beis = department("BEIS")
    paper = papers.write(papers.share(papers.written(), beis), title="Hydrogen first", evidence="A planted secret.")

    found = reading(actor("reviewer", of=beis), fresh(paper))

    assert (found.title, found.words.drafted) == ("Energy and clean growth", {})
    assert "A planted secret." not in found.words.content.values()
    assert workflow.draft(fresh(paper), actor("clearer", of=beis)) is None


def test_a_department_is_not_told_who_else_reads_or_how_the_area_reviews():
    beis, dfe = department("BEIS"), department("DfE")
    lead, drafter = actor("lead", of=body()), actor("drafter", of=body())
    paper = papers.share(papers.written(), beis, dfe)
    paper = papers.share(paper, department("Defra"))
    paper = papers.take("send_for_review", paper, drafter)
    paper = fresh(papers.take("send_back", paper, lead, note="A planted reason."))
    reviewer = actor("reviewer", of=beis)

    events = told(reviewer, paper, events_for(reviewer, paper))

    assert [(event.verb, event.from_status, event.to_status) for event in events] == [("share", "shared", "shared")]
    assert events[0].data["departments"] == ["BEIS"]
    assert revisions_for(reviewer, [paper]) == {paper.pk: 2}
    assert reading(reviewer, paper).status == "shared"
    assert [event.verb for event in events_for(drafter, paper)] == [
        "start", "share", "share", "send_for_review", "send_back",
    ]  # fmt: skip


ADDRESSES = [
    "/papers/", "/papers/{ref}/", "/papers/{ref}/compare/", "/api/v1/papers/", "/api/v1/papers/{ref}/",
    "/api/v1/papers/{ref}/events/", "/api/v1/papers/{ref}/versions/", "/api/v1/papers/{ref}/steps/",
    "/papers/?status=drafting", "/papers/?status=internal_review", "/papers/?status=shared",
    "/api/v1/papers/?status=drafting", "/api/v1/papers/?status=internal_review",
]  # fmt: skip


def test_what_the_area_does_inside_changes_no_byte_for_a_department():
    beis = department("BEIS")
    paper = papers.share(papers.written(), beis)
    client = Client()
    client.force_login(person("reviewer", of=beis))
    before = answers(client, paper)
    assert {code for code, _, _ in before.values()} == {200}

    drafter = actor("drafter", of=body())
    paper = papers.take("send_for_review", papers.write(paper, drafter, evidence="A planted secret."), drafter)
    papers.take("send_back", paper, actor("lead", of=body()), note="A planted reason.")
    papers.paper(title="A planted paper")

    assert answers(client, paper) == before


def answers(client: Client, paper: PolicyPositionPaper) -> dict[str, tuple[int, bytes, str]]:
    found = {}
    for address in ADDRESSES:
        response = client.get(address.format(ref=paper.ref))
        found[address] = (response.status_code, without_tokens(response.content), response.headers.get("ETag", ""))
    return found


def without_tokens(content: bytes) -> bytes:
    """The page without the token against forged forms, which is new on every page."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", content)


@pytest.mark.parametrize("address", ["/papers/{ref}/", "/papers/{ref}/compare/", "/papers/{ref}/steps/submit/"])
def test_an_unseen_paper_is_told_like_a_missing_one(address):
    paper = papers.in_review()
    client = Client()
    client.force_login(person("reviewer", of=department("BEIS")))

    unseen, missing = client.get(address.format(ref=paper.ref)), client.get(address.format(ref="LAN-P99"))

    assert (unseen.status_code, missing.status_code) == (404, 404)
    assert without_tokens(unseen.content) == without_tokens(missing.content)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (91, "The last day of sharing must be within 90 days from today."),
        (-1, "The last day of sharing must be today or in the future."),
    ],
)
def test_the_end_of_sharing_is_bounded(days, sentence):
    department("BEIS")

    with pytest.raises(BadInput) as refused:
        papers.share(papers.written(), department("BEIS"), days=days)

    assert refused.value.errors == {"until": [sentence]}


def test_a_department_that_has_it_for_good_is_not_shared_with():
    with pytest.raises(BadInput) as refused:
        papers.share(papers.submitted(department("BEIS")), department("BEIS"))

    assert refused.value.errors == {"departments": ["BEIS has this paper already, by submission. Leave BEIS out."]}


def test_a_department_that_no_longer_exists_cannot_be_named():
    with pytest.raises(BadInput) as refused:
        papers.take(
            "share", papers.written(), actor("lead", of=body()), departments=["UKTI"],
            until=clock.today().isoformat(),
        )  # fmt: skip

    assert list(refused.value.errors) == ["departments"]


def test_sharing_with_another_department_from_a_stale_page_is_not_taken_for_a_repetition():
    lead = actor("lead", of=body())
    paper = papers.written()
    department("BEIS"), department("DfE")
    until = clock.today().isoformat()
    workflow.perform("share", paper, by=lead, expected=paper.revision, data={"departments": ["BEIS"], "until": until})

    again = workflow.perform(
        "share", paper, by=lead, expected=paper.revision, data={"departments": ["BEIS"], "until": until}
    )

    assert again.repeated
    assert Grant.objects.filter(record=paper.record, organisation=department("BEIS")).count() == 1
