"""From a list of asks to many sides at once: those that were ticked, or all that the filters leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lis.engine.errors import NotYou

from ..asks.filters import AskFilterSet
from ..asks.models import Ask
from ..bulk.preparing import MOST_AT_ONCE, prepare
from ..bulk.verbs import bulk_step, steps_for
from ..sides.models import Side
from .tabs import DEPARTMENT_ROLES, Tab, tabs_for

TICKED, ALL = "ticked", "all"


class ChoiceForm(forms.Form):
    """What to do, and with which asks of a list."""

    verb = forms.ChoiceField(
        label="What do you want to do?", error_messages={"required": "Choose what you want to do."}
    )
    scope = forms.ChoiceField(
        label="With which asks?", widget=forms.RadioSelect, initial=TICKED,
        error_messages={"required": "Choose whether it is for those that you ticked or for all."},
    )  # fmt: skip
    tab = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput({"id": False}))
    query = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput({"id": False}))

    use_required_attribute = False

    def __init__(self, *args: Any, steps: list[Any], total: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, prefix=None, auto_id="bulk-%s", **kwargs)
        self.fields["verb"].choices = [("", "Choose"), *((step.slug, step.label) for step in steps)]
        every = "All that match the filters" if total is None else f"All {total:,} of this list, on every page"
        self.fields["scope"].choices = [(TICKED, "Those that I ticked"), (ALL, every)]


def choice_of(request: HttpRequest, *, total: int, tab: str = "") -> ChoiceForm | None:
    """The form under a list of asks, or None for somebody who can do nothing for many."""
    steps = steps_for(request.actor)
    if not steps:
        return None
    query = request.GET.copy()
    query.pop("page", None)
    return ChoiceForm(steps=steps, total=total, initial={"tab": tab, "query": query.urlencode(), "scope": TICKED})


@login_required
@require_POST
def bulk_begin(request: HttpRequest) -> HttpResponse:
    """Prepare a batch from a list and show what would happen; with nothing chosen, ask again."""
    steps = steps_for(request.actor)
    if not steps:
        raise NotYou("Do one thing for many asks", "people of a department")
    form = ChoiceForm(request.POST, steps=steps)
    ticked = request.POST.getlist("item")
    if not form.is_valid():
        return again(request, form, ticked, [])
    given = form.cleaned_data
    tab = next((one for one in tabs_for(request.actor) if one.slug == given["tab"]), None)
    chosen = (
        own_sides(request).filter(record__ref__in=ticked)
        if given["scope"] == TICKED
        else own_sides(request).filter(ask__in=matching(request, tab, given["query"]))
    )
    items = list(chosen.order_by("ask__record__ref", "pk").values_list("record__ref", "record__revision"))
    if not items:
        nothing = "Tick at least one ask in the list, or choose all of them."
        empty = "Your department has no part in any ask of this list."
        return again(request, form, ticked, [nothing if given["scope"] == TICKED else empty])
    if len(items) > MOST_AT_ONCE:
        many = f"That is {len(items):,} asks. At most {MOST_AT_ONCE:,} can be changed at once: use the filters."
        return again(request, form, ticked, [many])
    batch = prepare(
        request.actor, bulk_step(given["verb"]), items, title=tab.label if tab else "Asks",
        back_url=list_url(tab, given["query"]),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("batch_detail", args=[batch.uid]))


def again(request: HttpRequest, form: ChoiceForm, ticked: list[str], problems: list[str]) -> HttpResponse:
    """The same choice once more, with what was ticked kept."""
    context = {"form": form, "ticked": ticked, "problems": problems}
    return render(request, "bulk/begin.html", context, status=400)


def own_sides(request: HttpRequest) -> Any:
    """The parts that the actor's departments have in asks."""
    bodies = [body.pk for body in request.actor.organisations_as(DEPARTMENT_ROLES)]
    seen = Side.objects.visible_to(request.actor, request.received_at).filter(organisation_id__in=bodies)
    return seen.exclude(role=Side.Role.SPONSOR)


def matching(request: HttpRequest, tab: Tab | None, query: str) -> Any:
    """The asks that the list showed on all its pages: its tab and its filters, asked again."""
    asks = Ask.objects.visible_to(request.actor, request.received_at)
    asks = asks.filter(tab.where) if tab else asks
    filterset = AskFilterSet(QueryDict(query), queryset=asks, request=request)
    return filterset.qs.order_by().values("pk") if filterset.is_valid() else asks.none().values("pk")


def list_url(tab: Tab | None, query: str) -> str:
    if tab is None:
        address = reverse("ask_list")
    else:
        address = reverse("my_turn") if tab.slug == "mine" else reverse("my_turn_tab", args=[tab.slug])
    return f"{address}?{query}" if query else address
