"""A step, a submission and an export as plain Django would do them: the same rows, and nothing judged or hashed."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from consultations.questionnaires.models import Question
from consultations.responses.contacts import seal
from consultations.responses.models import Contact, GivenAnswer, Receipt, Response
from consultations.rounds.models import Round
from lis.engine.models import Draft, Event, Record
from lis.jobs.models import Job
from propositions.sides.models import Side

HASH = "0" * 64
ROWS_AT_ONCE = 500
# Sealed once: a plain view would seal nothing, and ours opens what it finds.
SEALED = seal("A Name", "a@name.example")


class Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


@csrf_exempt
@transaction.atomic
def step(request: HttpRequest, ref: str) -> JsonResponse:
    """One event on a side, its record moved, its draft in other words."""
    given, now = json.loads(request.body), timezone.now()
    side = Side.objects.select_related("record").get(record__ref=ref)
    locked = Record.objects.select_for_update(no_key=True).filter(pk__in=[side.record.root_id, side.pk])
    record = {row.pk: row for row in locked}[side.pk]
    last = Event.objects.filter(record=record).order_by("-number").first()
    event = Event.objects.create(
        record=record, number=last.number + 1, verb="draft_position", from_status=record.status, to_status="drafted",
        by_user_id=request.GET["person"], behalf_id=side.organisation_id, at=now, prev=last.hash, hash=HASH,
        body=request.body.decode(), salt=HASH[:32], digest=HASH, input_hash=HASH,
    )  # fmt: skip
    Record.objects.filter(pk=record.pk).update(status="drafted", revision=event.number)
    drafts = {draft.part: draft for draft in Draft.objects.filter(record=record)}
    for part, body in given.items():
        draft = drafts.get(part) or Draft(record=record, organisation_id=side.organisation_id, part=part, revision=0)
        if draft.body != body:
            draft.body, draft.updated_at, draft.updated_by_id = body, now, request.GET["person"]
            draft.revision += 1
            draft.save()
    return JsonResponse({"ref": ref, "status": "drafted", "revision": event.number})


@csrf_exempt
@transaction.atomic
def submission(request: HttpRequest, ref: str) -> JsonResponse:
    """The rows of one response."""
    given, now = json.loads(request.body), timezone.now()
    round_ = Round.objects.select_related("record", "questionnaire").get(record__ref=ref)
    version = round_.record.versions.order_by("-number").first()
    questions = {question.key: question for question in Question.objects.filter(questionnaire__round=round_)}
    record = Record.objects.create(
        kind="response", ref=f"B-{secrets.token_hex(8)}", area_id=round_.record.area_id,
        root_id=round_.questionnaire.pk, status="submitted", revision=1,
    )  # fmt: skip
    organisation = given.get("organisation") or {}
    response = Response.objects.create(
        record=record, round=round_, version=version, received_at=now, channel="api", publication=given["publication"],
        capacity="organisation" if organisation else "person", organisation_name=organisation.get("name", ""),
        represents=organisation.get("represents", ""),
    )  # fmt: skip
    Event.objects.create(
        record=record, number=1, verb="submit", to_status="submitted", by_service="bare", at=now, hash=HASH, body="{}",
        salt=HASH[:32], digest=HASH, input_hash=HASH, key=secrets.token_hex(32),
    )  # fmt: skip
    GivenAnswer.objects.bulk_create(
        GivenAnswer(
            response=response, question=questions[key], salt=HASH[:32], digest=HASH,
            body=json.dumps(value if isinstance(value, list) else [value]) if questions[key].has_options else value,
        )
        for key, value in given["answers"].items()
    )  # fmt: skip
    Contact.objects.create(response=response, sealed=SEALED)
    receipt = Receipt.objects.create(response=response)
    Job.objects.create(name="send_receipt", record=record, arguments={"receipt": receipt.pk}, sent_at=now)
    return JsonResponse({"ref": record.ref, "received_at": now}, status=201)


def export(request: HttpRequest, ref: str) -> StreamingHttpResponse:
    """Every response with its answers, as CSV, a piece at a time."""
    questions = Question.objects.filter(questionnaire__round__record__ref=ref)
    questions = list(questions.order_by("page__position", "position"))
    responses = Response.objects.filter(round__record__ref=ref).select_related("record").order_by("-received_at", "-pk")
    writer = csv.writer(Echo())

    def lines() -> Iterator[Any]:
        heading = ["Reference", "Received", "Came by", "May be published", "Answers", "Organisation", "Represents"]
        yield writer.writerow([*heading, *(question.words for question in questions)])
        for response in responses.prefetch_related("answers").iterator(chunk_size=ROWS_AT_ONCE):
            said = {answer.question_id: answer.body for answer in response.answers.all()}
            about = [response.record.ref, response.received_at, response.channel, response.publication]
            about += [response.capacity, response.organisation_name, response.represents]
            yield writer.writerow([*about, *(said.get(question.pk, "") for question in questions)])

    return StreamingHttpResponse(lines(), content_type="text/csv")
