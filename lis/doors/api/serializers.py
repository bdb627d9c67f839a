"""What a program reads: a noun's own line, its events and versions, and the fields that a step asks for."""

from __future__ import annotations

from typing import Any

from django.utils.encoding import force_str
from rest_framework import serializers
from rest_framework.reverse import reverse

from lis.engine.models import Event, Noun, Version
from lis.engine.registry import workflow_of


class NounSerializer(serializers.Serializer):
    """What every noun says of itself; a room adds its words and facts below."""

    ref = serializers.CharField(read_only=True, help_text="The public reference.")
    url = serializers.SerializerMethodField(help_text="Where it is read.")
    status = serializers.CharField(read_only=True, help_text="The status, as a code.")
    status_label = serializers.SerializerMethodField(help_text="The status, in words.")
    revision = serializers.IntegerField(read_only=True, help_text="The number of its last event.")
    area = serializers.SerializerMethodField(help_text="The code of its area; null where it has none.")

    def get_url(self, noun: Noun) -> str:
        return reverse(f"api:{noun.record.kind}-detail", [noun.ref], request=self.context.get("request"))

    def get_status_label(self, noun: Noun) -> str:
        return force_str(workflow_of(noun.record).statuses[noun.status])

    def get_area(self, noun: Noun) -> str | None:
        return noun.area.code if noun.area else None


class EventSerializer(serializers.Serializer):
    """One event of the ledger: who did what, when, and what became of it."""

    number = serializers.IntegerField(help_text="Counted from 1 without gaps.")
    verb = serializers.CharField(help_text="The step that was taken.")
    words = serializers.SerializerMethodField(help_text="What was done, to be read after the name.")
    note = serializers.CharField(help_text="What the person wrote with it; empty once erased.")
    at = serializers.DateTimeField(help_text="When, in UTC.")
    by = serializers.SerializerMethodField(help_text="The name of whoever did it.")
    organisation = serializers.CharField(source="behalf.code", default=None, help_text="For whom they did it.")
    from_ = serializers.CharField(source="from_status", help_text="The status before; empty when it was made.")
    to = serializers.CharField(source="to_status", help_text="The status after.")
    version = serializers.IntegerField(source="version.number", default=None, help_text="The version it is about.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """“from” is no name that Python takes for a field."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}

    def get_words(self, event: Event) -> str:
        return workflow_of(event.record).describe(event)

    def get_by(self, event: Event) -> str:
        if event.by_user:
            return str(event.by_user)
        return "Somebody with a link" if event.by_link_id else event.by_service


class VersionLineSerializer(serializers.Serializer):
    """One version in a list: its number and hash, not its words."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField(source="created_at", help_text="When it was fixed, in UTC.")
    weight = serializers.CharField(help_text="“substantive” or “editorial”.")
    base = serializers.IntegerField(source="base.number", default=None, help_text="The version it came from.")
    schema = serializers.CharField(help_text="The form of its content.")
    hash = serializers.CharField(help_text="SHA-256 of the canonical text: what agreements name.")


class VersionSerializer(VersionLineSerializer):
    """One version with its words."""

    content = serializers.JSONField(help_text="The words, by part.")

    def to_representation(self, version: Version) -> dict[str, Any]:
        return {**super().to_representation(version), **self.context.get("comparison", {})}


class ReasonSerializer(serializers.Serializer):
    """One reason why something cannot be done."""

    code = serializers.CharField()
    sentence = serializers.CharField()


class FieldErrorSerializer(serializers.Serializer):
    """What is wrong with one field; an empty field name means the whole."""

    field = serializers.CharField()
    sentence = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """A refusal, as RFC 9457 describes it."""

    type = serializers.CharField(help_text="Where this kind of problem is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong and what to do, in plain words.")
    code = serializers.CharField(help_text="The kind of problem, for programs.")
    reasons = ReasonSerializer(many=True, required=False, help_text="Everything that stands in the way (409).")
    errors = FieldErrorSerializer(many=True, required=False, help_text="What is wrong, field by field (400).")
    revision = serializers.IntegerField(required=False, help_text="The revision as it stands now (412).")


class FormFieldSerializer(serializers.Serializer):
    """One field of what a step asks for."""

    name = serializers.CharField()
    label = serializers.CharField()
    help = serializers.CharField()
    type = serializers.CharField(help_text="string, strings, integer, number, boolean, date, choice or choices.")
    required = serializers.BooleanField()
    choices = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), required=False,
        help_text="What may be chosen, as value and label, where the list is short.",
    )  # fmt: skip


class StepSerializer(serializers.Serializer):
    """One step that is the caller's, whether it can be taken now and what it asks for."""

    verb = serializers.CharField()
    label = serializers.CharField()
    hint = serializers.CharField()
    url = serializers.CharField(help_text="Where it is taken, by POST.")
    available = serializers.BooleanField()
    reasons = ReasonSerializer(many=True, help_text="Why it cannot be taken now; empty when it can.")
    form = FormFieldSerializer(many=True, help_text="The fields of the body.")


class DraftPartSerializer(serializers.Serializer):
    """One part of a working copy."""

    body = serializers.CharField(allow_blank=True, trim_whitespace=False)
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1, help_text="Counts its saves; 0 for none.")
