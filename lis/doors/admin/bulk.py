"""One step for many nouns at once: first what would happen to each, then each by itself, with a result per item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict

from lis.engine.checks import Check
from lis.engine.errors import NotNow, Refusal
from lis.engine.steps import Step

from .answers import told

MOST_AT_ONCE = 200
PREFIX = "step_"
DECIDED, EXPECTED, BATCH = "decided", "expected-", "batch"


@dataclass(frozen=True)
class Item:
    """One of the chosen nouns: what would become of it, or what became of it."""

    noun: Any
    name: str
    url: str
    goes: bool
    sentence: str = ""
    reasons: Sequence[Check] = ()


class BulkSteps:
    """Actions "… selected" for the steps that ``bulk_verbs`` names.

    The same form answers for all. Each noun is taken in a transaction of its own, so one refusal stops no other; the
    events share a batch, which is also the key, so sending the page twice does nothing twice.
    """

    bulk_verbs: Sequence[str] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_module_permission(request):
            return {}
        steps = [self.workflow.step(verb) for verb in self.bulk_verbs]
        # Django fills the model's names into the words of an action, so a per cent sign must stand twice.
        labels = {step.verb: f"{step.label}: all selected".replace("%", "%%") for step in steps}
        return {
            f"{PREFIX}{step.verb}": (self._action(step), f"{PREFIX}{step.verb}", labels[step.verb]) for step in steps
        }

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """As Django does it, once what was ticked has the form of keys at all."""
        if any(_whole(key) is None for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().response_action(request, queryset)

    def _action(self, step: Step) -> Callable[..., HttpResponse | None]:
        def act(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
            return self._bulk(request, step, queryset)

        return act

    def _bulk(self, request: HttpRequest, step: Step, queryset: QuerySet) -> HttpResponse | None:
        nouns = list(queryset.order_by("record__ref")[: MOST_AT_ONCE + 1])
        if len(nouns) > MOST_AT_ONCE:
            messages.error(request, f"Choose {MOST_AT_ONCE} or fewer at once. Nothing was done.")
            return None
        if not nouns:
            messages.error(request, "None of what you chose is there any more. Nothing was done.")
            return None
        self.furnish(request, nouns)
        if DECIDED not in request.POST:
            form = step.form(actor=request.actor, noun=nouns[0])
            return self._bulk_page(request, step, nouns, form)
        form = step.form(request.POST, actor=request.actor, noun=nouns[0])
        if not form.is_valid():
            return self._bulk_page(request, step, nouns, form, status=400)
        return self._take_all(request, step, nouns)

    def _bulk_page(
        self, request: HttpRequest, step: Step, nouns: list[Any], form: Any, status: int = 200
    ) -> HttpResponse:
        items = [self._foreseen(step, noun) for noun in nouns]
        goes = [item for item in items if item.goes]
        return self.page(
            request,
            "admin/office/bulk.html",
            title=f"{step.label}: {len(nouns)} selected",
            status=status,
            step=step,
            form=form,
            items=items,
            going=len(goes),
            staying=len(items) - len(goes),
            hidden=self._travels(request, step, [item.noun for item in goes]),
            cancel_url=self.url_of("changelist"),
        )

    def _travels(self, request: HttpRequest, step: Step, nouns: list[Any]) -> list[tuple[str, str]]:
        """What the page sends back: only those that go, each with the revision that is shown."""
        batch = _batch(request.POST) if DECIDED in request.POST else uuid4()
        fixed = [("action", f"{PREFIX}{step.verb}"), ("index", "0"), (DECIDED, "1"), (BATCH, str(batch))]
        chosen = [(ACTION_CHECKBOX_NAME, str(noun.pk)) for noun in nouns]
        return fixed + chosen + [(f"{EXPECTED}{noun.ref}", str(noun.revision)) for noun in nouns]

    def _foreseen(self, step: Step, noun: Any) -> Item:
        verdict = next((verdict for verdict in noun.verdicts if verdict.step is step), None)
        if verdict is None:
            return self._item(noun, False, f"This is not yours to do. It is for {step.who.phrase}.")
        if verdict.reasons:
            return self._item(noun, False, "Stays as it is, because:", verdict.reasons)
        becomes = self.workflow.statuses.get(step.target or noun.status, "")
        return self._item(noun, True, f"Will be “{becomes}”." if step.target else "Will be done.")

    def _take_all(self, request: HttpRequest, step: Step, nouns: list[Any]) -> HttpResponse:
        batch = _batch(request.POST)
        items = [self._taken(request, step, noun, batch) for noun in nouns]
        done = sum(item.goes for item in items)
        return self.page(
            request,
            "admin/office/bulk_result.html",
            title=f"{step.label}: {done} of {len(items)} done",
            step=step,
            items=items,
            done=done,
            undone=len(items) - done,
            back_url=self.url_of("changelist"),
        )

    def _taken(self, request: HttpRequest, step: Step, noun: Any, batch: UUID) -> Item:
        try:
            event = self.workflow.perform(
                step.verb, noun, by=request.actor, expected=_whole(request.POST.get(f"{EXPECTED}{noun.ref}")),
                data=request.POST, key=str(batch), batch=batch,
            )  # fmt: skip
        except NotNow as refusal:
            return self._item(noun, False, "Not done, because:", refusal.reasons)
        except Refusal as refusal:
            return self._item(noun, False, f"Not done. {refusal.sentence}")
        return self._item(noun, True, told(self.workflow, event))

    def _item(self, noun: Any, goes: bool, sentence: str, reasons: Sequence[Check] = ()) -> Item:
        return Item(noun, self.shown_name(noun), self.url_of("change", noun.ref), goes, sentence, tuple(reasons))


def _batch(posted: QueryDict) -> UUID:
    try:
        return UUID(posted.get(BATCH, ""))
    except ValueError:
        return uuid4()


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None
