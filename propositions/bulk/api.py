"""The REST door of batches: one step for many sides, with a dry run, a result per item and a way back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import cached_property
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ViewSet

from lis.doors.api.etags import etag, idempotency_key, unchanged
from lis.doors.api.forms import given, serializer_of
from lis.doors.api.kinds import Problem
from lis.doors.api.parsing import only
from lis.doors.api.problems import reasons_of
from lis.doors.api.router import router
from lis.doors.api.serializers import ReasonSerializer
from lis.doors.api.viewsets import Door
from lis.engine.canonical import canonical, digest
from lis.engine.errors import BadInput, KeyReused, NotVisible
from lis.engine.steps import Step

from ..sides.models import Side
from .models import Batch, BatchItem
from .preparing import MOST_AT_ONCE, Foreseen, as_posted, foresee, grouped, prepare
from .running import confirm, tally
from .verbs import bulk_step, bulk_steps

FIELDS = ("dry_run", "items", "data")
LARGEST_REVISION = 2**31 - 1


class ChosenSerializer(serializers.Serializer):
    """One side that was chosen."""

    ref = serializers.CharField(max_length=60, help_text="The reference of the side.")
    expected = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=LARGEST_REVISION,
        help_text="The revision that you have read; without it the item is refused.",
    )  # fmt: skip


class BulkItemSerializer(serializers.Serializer):
    """What would become of one item, or what became of it."""

    ref = serializers.CharField()
    outcome = serializers.CharField(help_text="“goes” or “stays” in a dry run; then “done”, “stayed” or “waiting”.")
    sentence = serializers.CharField(help_text="What happened or would happen, in words.")
    revision = serializers.IntegerField(allow_null=True, help_text="The revision now, or that the step made.")
    reasons = ReasonSerializer(many=True, help_text="Why it stays; empty when it goes.")


class BulkGroupSerializer(serializers.Serializer):
    """Items that stay for one reason."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    refs = serializers.ListField(child=serializers.CharField())


class BatchSerializer(serializers.Serializer):
    """One step for many sides: how many change, how many do not and why, and each of them."""

    batch = serializers.CharField(allow_null=True, help_text="The batch reference; null in a dry run.")
    verb = serializers.CharField()
    dry_run = serializers.BooleanField()
    repeated = serializers.BooleanField(help_text="True when this key had come before: nothing was done twice.")
    changed = serializers.IntegerField(help_text="How many have changed, or would.")
    unchanged = serializers.IntegerField(help_text="How many have not, or would not.")
    waiting = serializers.IntegerField(help_text="How many are still to be done in the background.")
    groups = BulkGroupSerializer(many=True, help_text="Those that do not change, by their reason.")
    items = BulkItemSerializer(many=True)


class BulkViewSet(Door, ViewSet):
    """One step for many sides at once."""

    @cached_property
    def body(self) -> dict[str, Any]:
        return only(self.request.data, FIELDS)

    def take(self, step: Step) -> Response:
        """Foresee or do ``step`` for the chosen sides; every item by itself, so one refusal stops no other."""
        dry = self.body.get("dry_run", False)
        if not isinstance(dry, bool):
            raise BadInput({"dry_run": ["Send true or false."]})
        items = chosen_items(self.body.get("items"))
        form = step.form(actor=self.actor, noun=self._some_side(items))
        data = given(self.body.get("data") or {}, form)
        if dry:
            return Response(self._dry_run(step, items, data))
        return self._done(step, items, data)

    def _some_side(self, items: Iterable[tuple[str, int | None]]) -> Any:
        refs = [ref for ref, _ in items]
        seen = Side.objects.with_record().visible_to(self.actor, self.received_at).filter(record__ref__in=refs)
        return seen.order_by("pk").first()

    def _dry_run(self, step: Step, items: list[tuple[str, int | None]], data: dict[str, Any]) -> dict[str, Any]:
        with transaction.atomic():
            batch = prepare(self.actor, step, items, data=data)
            foreseen = foresee(batch, self.actor, self.received_at)
            # A dry run leaves nothing behind.
            transaction.set_rollback(True)
        going = sum(one.goes for one in foreseen)
        return {
            **described(step, dry_run=True),
            "changed": going,
            "unchanged": len(foreseen) - going,
            "groups": [
                {"code": group.code, "sentence": group.sentence, "refs": [one.item.ref for one in group.items]}
                for group in grouped(foreseen)
            ],
            "items": [told_before(one) for one in foreseen],
        }

    def _done(self, step: Step, items: list[tuple[str, int | None]], data: dict[str, Any]) -> Response:
        key = idempotency_key(self.request, required=True)
        content = digest(canonical({"verb": step.verb, "items": [f"{ref} {read}" for ref, read in items], **data}))
        batch = self._batch_of(key, content)
        repeated = batch is not None
        if batch is None:
            form = step.form(as_posted(data), actor=self.actor, noun=self._some_side(items))
            if not form.is_valid():
                raise BadInput({name: list(found) for name, found in form.errors.items()}, form)
            try:
                batch = prepare(self.actor, step, items, data=data, key=key, digest=content)
            except IntegrityError:
                # Two calls with one key arrived together: both get the first one's batch.
                batch, repeated = self._batch_of(key, content), True
        confirm(batch, self.actor, {})
        body = {**told_after(batch, step), "repeated": repeated}
        address = reverse("api:batch-detail", args=[batch.uid], request=None)
        return Response(body, status=202 if body["waiting"] else 200, headers={"Location": address})

    def _batch_of(self, key: str, content: str) -> Batch | None:
        batch = Batch.objects.filter(maker=self.actor.user, key=key).first()
        if batch and batch.digest != content:
            raise KeyReused
        return batch


class BatchViewSet(Door, ViewSet):
    """What you have done for many sides at once."""

    lookup_field = "ref"
    lookup_value_regex = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    @extend_schema(
        summary="Read one batch", responses={200: BatchSerializer},
        parameters=[OpenApiParameter("ref", str, OpenApiParameter.PATH, description="The batch reference.")],
    )  # fmt: skip
    def retrieve(self, request: Request, ref: str) -> Response:
        """How far a batch of yours is, and what became of each item. Only you can read it."""
        batch = Batch.objects.filter(uid=UUID(ref), maker=self.actor.user, confirmed_at__isnull=False).first()
        if batch is None:
            raise NotVisible
        body = told_after(batch, bulk_step(batch.verb))
        headers = {"ETag": etag(body["changed"] + body["unchanged"], body)}
        if unchanged(request, headers["ETag"]):
            return Response(status=304, headers=headers)
        return Response(body, headers=headers)


def chosen_items(value: Any) -> list[tuple[str, int | None]]:
    """The list of chosen sides as (reference, revision read); whatever is wrong with it is told in one go."""
    if not isinstance(value, list) or not value:
        raise BadInput({"items": ["Send a list of at least one side, each with “ref” and “expected”."]})
    if len(value) > MOST_AT_ONCE:
        raise Problem("too-large", f"At most {MOST_AT_ONCE:,} items can be sent at once.")
    found: dict[str, int | None] = {}
    for one in value:
        if not (isinstance(one, dict) and set(one) <= {"ref", "expected"} and isinstance(one.get("ref"), str)):
            raise BadInput({"items": ["Each item has a “ref”, a text, and “expected”, a whole number. No more."]})
        ref, expected = one["ref"], one.get("expected")
        whole = isinstance(expected, int) and not isinstance(expected, bool)
        if not (expected is None or (whole and 0 <= expected <= LARGEST_REVISION)):
            raise BadInput({"items": ["“expected” is the revision that you have read, a whole number."]})
        if not 0 < len(ref) <= 60 or ref in found:
            raise BadInput({"items": ["Each “ref” is a reference of up to 60 characters and stands there once."]})
        found[ref] = expected
    return list(found.items())


def described(step: Step, *, dry_run: bool) -> dict[str, Any]:
    return {"batch": None, "verb": step.verb, "dry_run": dry_run, "repeated": False, "waiting": 0, "groups": []}


def told_before(one: Foreseen) -> dict[str, Any]:
    return {
        "ref": one.item.ref,
        "outcome": "goes" if one.goes else "stays",
        "sentence": f"It will be “{one.becomes}”." if one.goes else " ".join(c.sentence for c in one.reasons),
        "revision": one.noun.revision if one.noun else None,
        "reasons": reasons_of(one.reasons),
    }


def told_after(batch: Batch, step: Step) -> dict[str, Any]:
    """A confirmed batch as a program reads it."""
    items = list(batch.items.select_related("event").order_by("number"))
    so_far = tally(batch)
    groups: dict[tuple[str, str], list[str]] = {}
    for item in items:
        if item.outcome == BatchItem.Outcome.STAYED:
            groups.setdefault((item.code, item.sentence), []).append(item.ref)
    return {
        **described(step, dry_run=False),
        "batch": str(batch.uid),
        "changed": so_far.done,
        "unchanged": so_far.stayed,
        "waiting": so_far.waiting,
        "groups": [{"code": code, "sentence": words, "refs": refs} for (code, words), refs in groups.items()],
        "items": [
            {
                "ref": item.ref,
                "outcome": item.outcome or "waiting",
                "sentence": item.sentence,
                "revision": item.event.number if item.event else None,
                "reasons": [{"code": item.code, "sentence": item.sentence}] if item.code else [],
            }
            for item in items
        ],
    }


def _body_of(step: Step) -> type[serializers.Serializer]:
    """What a call for ``step`` carries: the sides, what is given with the step, and whether it is a dry run."""
    asked = serializer_of(step.form)
    fields: dict[str, Any] = {
        "dry_run": serializers.BooleanField(required=False, help_text="Only say what would change."),
        "items": ChosenSerializer(many=True, help_text=f"Up to {MOST_AT_ONCE:,} sides, each once."),
        "__doc__": f"“{step.label}” for many sides at once.",
    }
    if asked().fields:
        fields["data"] = asked(required=False, help_text="What is given with the step, the same for all.")
    return type(f"Bulk{step.verb.title().replace('_', '')}Input", (serializers.Serializer,), fields)


def _action(step: Step) -> Callable[..., Response]:
    def take(self: Any, request: Request) -> Response:
        return self.take(step)

    take.__name__ = f"bulk_{step.verb}"
    take.__doc__ = (
        "With “dry_run” it says what would change and leaves nothing behind. Else send an Idempotency-Key: the same "
        "key does nothing twice. Many items are done in the background: then the answer is 202 and says where to ask."
    )
    route = action(detail=False, methods=["post"], url_path=step.slug, url_name=step.slug)(take)
    return extend_schema(
        summary=f"{step.label}, for many",
        request=_body_of(step),
        responses={200: BatchSerializer, 202: BatchSerializer},
    )(route)


for one in bulk_steps():
    setattr(BulkViewSet, f"bulk_{one.verb}", _action(one))

router.register("bulk", BulkViewSet, basename="bulk")
router.register("batches", BatchViewSet, basename="batch")
