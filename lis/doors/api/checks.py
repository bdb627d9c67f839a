"""The checks of a noun as a program reads them."""

from __future__ import annotations

from rest_framework import serializers


class StandingCheckSerializer(serializers.Serializer):
    """One thing that is missing or odd, and who let it stand."""

    code = serializers.CharField(source="check.code", help_text="The rule, for programs.")
    sentence = serializers.CharField(source="check.sentence", help_text="What is wrong and what to do.")
    waived_by = serializers.CharField(source="by", help_text="Who let it stand; empty while it is open.")
    waived_because = serializers.CharField(source="reason", help_text="Why; empty while it is open.")
