"""The ledger of an ask as a program reads it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class LedgerHeadSerializer(serializers.Serializer):
    """The last link of the chain: keep it, and you can tell later whether the chain still holds."""

    number = serializers.IntegerField(help_text="The number of the last event.")
    hash = serializers.CharField(help_text="Its hash.")
    at = serializers.DateTimeField(help_text="When it happened, in UTC.")


class LedgerMandateSerializer(serializers.Serializer):
    """Under what somebody acted."""

    text = serializers.CharField(help_text="In words.")
    ref = serializers.CharField(source="record.ref", default=None, help_text="Its reference where you can read it.")


class LedgerWordsSerializer(serializers.Serializer):
    """Words that an event brought."""

    label = serializers.CharField(help_text="What they are: the ask, a question, an answer, a reason.")
    before = serializers.CharField(help_text="The words before; empty where these are the first.")
    after = serializers.CharField(help_text="The words from then on.")
    sentence = serializers.SerializerMethodField(help_text="What was added and removed, in words; empty for new ones.")

    def get_sentence(self, words: Any) -> str:
        return words.diff.in_words if words.before else ""


class LedgerEntrySerializer(serializers.Serializer):
    """One event with all that its reader may read of it."""

    number = serializers.IntegerField(help_text="Counted without gaps.")
    verb = serializers.CharField(source="event.verb", help_text="The step that was taken.")
    at = serializers.DateTimeField(source="event.at", help_text="When, in UTC.")
    side = serializers.CharField(help_text="“area”, “government” or “service”.")
    by = serializers.CharField(source="who", help_text="The name of whoever did it.")
    organisation = serializers.CharField(source="event.behalf.code", default=None, help_text="For whom they did it.")
    what = serializers.CharField(help_text="What was done, to be read after the name.")
    under = LedgerMandateSerializer(source="mandates", many=True, help_text="The mandates used.")
    version = serializers.IntegerField(help_text="The version it is about; null before the first.", allow_null=True)
    words = LedgerWordsSerializer(many=True, help_text="The words that moved.")
    hash = serializers.CharField(source="event.hash", help_text="The hash of the event, over all that it says.")


class LedgerSerializer(serializers.Serializer):
    """The whole ledger of an ask, oldest event first."""

    ref = serializers.CharField(source="ask.ref", help_text="The reference of the ask.")
    sentence = serializers.CharField(help_text="Where the ask is now, in words.")
    head = LedgerHeadSerializer(help_text="The last link of the chain.")
    entries = LedgerEntrySerializer(many=True, help_text="The events.")
