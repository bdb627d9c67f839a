"""Where administrators keep frameworks, vocabularies, cues and programmes: they add, put better and retire."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from lis.doors.admin.reference import ReferenceAdmin, ReferenceInline

from .models import Cue, Framework, Programme, Stage, Term, Theme, Vocabulary, VocabularyTerm, Wave


class StageInline(ReferenceInline):
    model = Stage


class ThemeInline(ReferenceInline):
    model = Theme


class TermInline(ReferenceInline):
    model = Term


class WaveInline(ReferenceInline):
    model = Wave


@admin.register(Framework)
class FrameworkAdmin(ReferenceAdmin):
    list_display = ("name", "issued_by", "status", "sign_off")
    search_fields = ("name", "code")
    inlines = (StageInline, ThemeInline, TermInline, WaveInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Framework | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


class VocabularyTermForm(forms.ModelForm):
    """A term whose code is settled once it exists: records keep the code."""

    class Meta:
        model = VocabularyTerm
        fields = ("code", "label", "position", "retired_on", "facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None


class VocabularyTermInline(ReferenceInline):
    model = VocabularyTerm
    form = VocabularyTermForm


@admin.register(Vocabulary)
class VocabularyAdmin(ReferenceAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    inlines = (VocabularyTermInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Vocabulary | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Cue)
class CueAdmin(ReferenceAdmin):
    list_display = ("term", "kind", "words", "whole", "position")
    list_filter = ("kind",)


@admin.register(Programme)
class ProgrammeAdmin(ReferenceAdmin):
    officers_read = True
    list_display = ("name", "kind", "department", "closes_on", "checked")
    list_filter = ("kind",)
    list_select_related = ("department",)
    search_fields = ("name",)
