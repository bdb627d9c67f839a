"""What an officer may see and do of one kind of noun in the admin, asked of the actor alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import (
    display_for_field,
    display_for_value,
    label_for_field,
    lookup_field,
    quote,
    unquote,
)
from django.core import checks
from django.db.models import Field, ManyToManyField, QuerySet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from lis.engine.canonical import clean_text
from lis.engine.errors import NotVisible, Refusal
from lis.engine.models import Noun
from lis.engine.reading import words_of_records
from lis.engine.steps import Step
from lis.engine.workflow import Workflow

DESK_ROLES = ("drafter", "lead", "secretary", "consultation_officer")


class NounAdmin(admin.ModelAdmin):
    """The ground of every page of a noun: scoped rows, found by reference, with their words and verdicts beside them.

    ``roles`` are those whose desk this is; ``adding_roles`` those who are offered to begin one, while the step itself
    decides. ``creating_verb`` names the step that begins one, None where that happens elsewhere.
    """

    workflow: Workflow
    roles: Sequence[str] = DESK_ROLES
    adding_roles: Sequence[str] = ("drafter", "lead")
    creating_verb: str | None = ""
    title_part = "title"

    ordering = ("record__ref",)
    show_facets = admin.ShowFacets.NEVER

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if not issubclass(self.model, Noun) or not isinstance(getattr(self, "workflow", None), Workflow):
            found.append(checks.Error("It is for a noun and names its workflow.", obj=self.__class__, id="office.E001"))
        return found + [
            checks.Error(
                f"The filter “{item}” would list values of rows that the officer may not see: use a filter class.",
                obj=self.__class__, id="office.E002",
            )
            for item in self.list_filter
            if not self._is_safe_filter(item)
        ]  # fmt: skip

    def _is_safe_filter(self, item: Any) -> bool:
        if isinstance(item, type):
            return True
        name = item[0] if isinstance(item, list | tuple) else item
        fields: dict[str, Any] = {field.name: field for field in self.model._meta.get_fields()}
        field = fields.get(name)
        return isinstance(field, Field) and not field.is_relation and bool(field.choices)

    # Who ------------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows that the actor may see, with their records: every page, list and suggestion starts here."""
        return super().get_queryset(request).with_record().visible_to(request.actor, request.received_at)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.actor.holds_any(self.roles)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (obj is None or self._sees(request, obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.creating_step() is not None and request.actor.holds_any(self.adding_roles)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return self.has_view_permission(request, obj) and self.workflow.writing(obj, request.actor) == []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what has begun has a history, and a history stays."""
        return False

    def _sees(self, request: HttpRequest, noun: Any) -> bool:
        return self.get_queryset(request).filter(pk=noun.pk).exists()

    def creating_step(self) -> Step | None:
        """The step that begins such a noun here, if there is one."""
        creating = [step for step in self.workflow.steps if step.creates and not step.consequence]
        if self.creating_verb:
            return self.workflow.step(self.creating_verb)
        return creating[0] if self.creating_verb == "" and len(creating) == 1 else None

    # Finding --------------------------------------------------------------------------------------------------------

    def find(self, request: HttpRequest, object_id: str) -> Any:
        """The noun with that reference, with its words and verdicts; what may not be seen is as good as missing."""
        ref = unquote(object_id)
        noun = None
        if self.has_module_permission(request) and clean_text(ref) == ref:
            noun = self.get_queryset(request).filter(record__ref=ref).first()
        if noun is None:
            raise Http404(NotVisible.sentence)
        self.furnish(request, [noun])
        return noun

    def furnish(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        """Put the actor's words and the table's verdicts beside each noun: the same few queries for 1 or 50."""
        words = words_of_records([noun.record for noun in nouns], request.actor, request.received_at)
        verdicts = self.workflow.judge(request.actor, nouns)
        for noun in nouns:
            noun.words = words[noun.pk]
            noun.verdicts = [verdict for verdict in verdicts[noun.pk] if verdict.mine]
        self.prepare(request, nouns)

    def prepare(self, request: HttpRequest, nouns: Sequence[Any]) -> None:
        """What a room's own columns need, fetched once for all nouns of a page."""

    def url_of(self, page: str, *arguments: str) -> str:
        """The address of one of this noun's pages: ``change``, ``history``, ``step``, ``changelist``, ``add``."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[quote(argument) for argument in arguments])

    # Showing --------------------------------------------------------------------------------------------------------

    def shown_name(self, noun: Any) -> str:
        """What it is called, for headings and tables."""
        return title_of(noun, self.title_part) or "No title yet"

    def status_words(self, noun: Any) -> str:
        return self.workflow.statuses.get(noun.status, noun.status)

    def facts_of(self, request: HttpRequest, noun: Any) -> list[tuple[str, Any]]:
        """The ``readonly_fields`` as pairs of label and value, as the change page lists them."""
        facts = []
        for name in self.get_readonly_fields(request, noun):
            field, attribute, value = lookup_field(name, noun, self)
            if isinstance(field, ManyToManyField):
                shown = ", ".join(str(item) for item in value.all())
            elif field is not None and not field.is_relation:
                shown = display_for_field(value, field, "")
            else:
                shown = display_for_value(value, "", boolean=getattr(attribute, "boolean", False))
            facts.append((label_for_field(name, self.model, self).capitalize(), shown))
        return facts

    def page(
        self, request: HttpRequest, template: str, *, title: str, noun: Any = None, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """A page of the office about this kind of noun, or about ``noun``, under its breadcrumbs."""
        request.current_app = self.admin_site.name
        crumbs = [("Office", reverse("admin:index")), (self.plural, self.url_of("changelist"))]
        if noun is not None:
            crumbs.append((noun.ref, self.url_of("change", noun.ref)))
        crumbs = [*crumbs[:-1], (title, "")] if crumbs[-1][0] == title else [*crumbs, (title, "")]
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "noun": noun,
                "noun_name": self.opts.verbose_name,
                "breadcrumbs": crumbs,
                **context,
            },
            status=status,
        )

    def refused(self, request: HttpRequest, refusal: Refusal, back_url: str) -> TemplateResponse:
        """A refusal that leaves nothing to mend on the page it came from: not found, or not for this person."""
        if isinstance(refusal, NotVisible):
            raise Http404(refusal.sentence)
        context = {"sentence": refusal.sentence, "back_url": back_url}
        return TemplateResponse(request, "errors/403.html", context, status=refusal.status_code)

    @property
    def plural(self) -> str:
        name = str(self.opts.verbose_name_plural)
        return name[:1].upper() + name[1:]


def title_of(noun: Any, part: str) -> str:
    """The title as its own writers have it at the moment, else as it was last said for good."""
    return str(noun.words.drafted.get(part) or noun.words[part]).strip()
