"""What happens to a response: it is sent, once, while its round takes responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Record
from lis.engine.registry import register
from lis.engine.steps import NEW, Act, Step
from lis.engine.workflow import Workflow
from lis.jobs.queue import enqueue

from ..questionnaires.models import Question
from ..rounds.models import Round
from .asked import Asked
from .contacts import seal
from .forms import Sending, SubmitForm
from .models import Contact, GivenAnswer, Receipt, Response, UnfinishedResponse
from .permissions import Arrival, anybody, takes_responses
from .references import new_reference

SUBMITTED = "submitted"


def the_round(given: dict[str, Any]) -> Iterable[int]:
    """A pause or a withdrawal waits until those who came before it are in, and they do not wait for each other."""
    return [given["sending"].round.pk]


def receive(act: Act) -> None:
    """Keep the answers as they were given, who gave them apart from that, and ask for the receipt."""
    given, response = act.given, act.noun
    sending: Sending = given["sending"]
    _keep_answers(response, sending.asked, given["answers"])
    if given["name"] or given["email"]:
        Contact.objects.create(response=response, sealed=seal(given["name"], given["email"]))
    if given["email"]:
        receipt = Receipt.objects.create(response=response)
        enqueue("send_receipt", response.record, receipt=receipt.pk)
    if sending.unfinished is not None:
        # Words that came in from another tab meanwhile are not what was sent: they stay to be copied.
        UnfinishedResponse.objects.filter(pk=sending.unfinished, answers=sending.read).delete()


def _keep_answers(response: Response, asked: Asked, answers: dict[str, Any]) -> None:
    keys = dict(
        Question.objects.filter(questionnaire__round=response.round_id, key__in=answers).values_list("key", "pk")
    )
    rows = []
    for question in asked.questions:
        if value := answers.get(question.key):
            row = GivenAnswer(response=response, question_id=keys[question.key])
            row.seal(value if question.in_words else json.dumps([value] if isinstance(value, str) else value))
            rows.append(row)
    GivenAnswer.objects.bulk_create(rows)


class ResponseWorkflow(Workflow):
    """The life of a response. Its references read ``R-7K3M-9QXT`` and are no series."""

    kind = "response"
    model = Response
    noun_name = "response"
    statuses = {SUBMITTED: "Submitted"}
    steps = [
        Step(
            "submit", "Send my response", {NEW}, SUBMITTED, anybody, "sent the response",
            requires=(takes_responses,), form=SubmitForm, act=receive, steadies=the_round, main=True,
        ),
    ]  # fmt: skip

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Arrival:
        """The round as it stands now that it cannot move, for what arrived."""
        sending: Sending = given["sending"]
        fresh = Round.objects.select_related("record__area", "questionnaire__record").get(pk=sending.round.pk)
        return Arrival(fresh, sending.received_at, sending.began_at)

    def reference(self, act: Act) -> str:
        return new_reference()

    def area_of(self, act: Act) -> Any:
        return act.noun.round.record.area

    def root_of(self, act: Act) -> Record:
        return act.noun.round.questionnaire.record

    def build(self, act: Act, record: Record) -> Response:
        arrival, given = act.noun, act.given
        sending: Sending = given["sending"]
        return Response.objects.create(
            record=record,
            round=arrival.round,
            version=sending.asked.version,
            received_at=arrival.received_at,
            channel=sending.channel,
            publication=given["publication"],
            capacity=given["capacity"],
            organisation_name=given["organisation_name"],
            represents=given["represents"],
        )


workflow = register(ResponseWorkflow())
