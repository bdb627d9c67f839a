"""Asks as a plain Django view would show them: the same rows from the same tables, laid out with nothing of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from lis.engine.models import Draft, Event, Grant, ReadMark, Turn, Version
from lis.frameworks.models import VocabularyTerm
from propositions.asks.models import SHARED_KINDS, Ask
from propositions.sides.models import Answer, Clarification, Side

PAGE = 50
RELATED = ("record__area", "proposition__record", "proposition__body", "lead_department")
templates = Engine(dirs=[Path(__file__).parent / "templates"])


def seen_by(body: str) -> QuerySet:
    """The asks granted to that body, as the service narrows them."""
    now = timezone.now()
    open_grants = Grant.objects.filter(Q(until=None) | Q(until__gt=now), ended_by=None, from_at__lte=now)
    granted = open_grants.filter(Q(everyone=True) | Q(organisation_id=body, role=""))
    return Ask.objects.select_related(*RELATED).filter(record_id__in=granted.values("record_id"))


def told(asks: Iterable[Ask], request: HttpRequest) -> list[dict[str, Any]]:
    """Everything that a list says of each ask: its words, who holds it, the answers, what is new."""
    asks = list(asks)
    keys = [ask.pk for ask in asks]
    both = keys + [ask.proposition_id for ask in asks]
    versions = Version.objects.filter(record_id__in=both).order_by("record_id", "-number").distinct("record_id")
    words = {version.record_id: version for version in versions}
    types = dict(VocabularyTerm.objects.filter(vocabulary__code="ask_types").values_list("code", "label"))
    stances = dict(VocabularyTerm.objects.filter(vocabulary__code="stances").values_list("code", "label"))
    turns, answers = defaultdict(list), defaultdict(list)
    held = Turn.objects.filter(record__root_id__in=keys, record__kind__in=SHARED_KINDS, ended=None)
    for turn in held.select_related("organisation", "since", "record"):
        turns[turn.record.root_id].append(turn)
    for answer in Answer.objects.filter(ask_id__in=keys).select_related("organisation", "record"):
        answers[answer.ask_id].append(answer)
    sides = Side.objects.filter(ask_id__in=keys, organisation_id=request.GET.get("body") or 0).select_related("record")
    own = {side.ask_id: side for side in sides}
    marks = ReadMark.objects.filter(person_id=request.GET.get("person") or 0, record_id__in=keys)
    read = dict(marks.values_list("record_id", "event"))
    rows = []
    for ask in asks:
        version, above = words.get(ask.pk), words.get(ask.proposition_id)
        content, title = version.content if version else {}, above.content if above else {}
        rows.append(
            {
                "ref": ask.record.ref,
                "url": f"/asks/{ask.record.ref}/",
                "status": ask.record.status,
                "status_label": ask.record.status.title(),
                "revision": ask.record.revision,
                "area": ask.record.area.code,
                "proposition": ask.proposition.record.ref,
                "title": title.get("title", ""),
                "ask": content.get("ask", ""),
                "version": version.number if version else 0,
                "hash": version.hash if version else "",
                "type": ask.type,
                "type_label": types.get(ask.type, ""),
                "money": ask.money,
                "tags": ask.tags,
                "departments": content.get("departments", []),
                "waiting_for": [
                    {"organisation": turn.organisation.code, "reason": turn.reason, "since": str(turn.since.at),
                     "due_on": str(turn.due_on)} for turn in turns[ask.pk]
                ],
                "answers": [
                    {"ref": answer.record.ref, "organisation": answer.organisation.code,
                     "stance": stances.get(answer.stance, "")} for answer in answers[ask.pk]
                ],
                "own_side": own[ask.pk].record.ref if ask.pk in own else "",
                "changed_since_read": read.get(ask.pk, 0) < ask.record.revision,
            }
        )  # fmt: skip
    return rows


# As JSON -----------------------------------------------------------------------------------------------------------


class Plain:
    """No one is asked who they are, and nothing is counted."""

    authentication_classes = permission_classes = throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    pagination_class = None
    schema = None


class AskSerializer(serializers.Serializer):
    """Twenty fields."""

    ref = serializers.CharField()
    url = serializers.CharField()
    status = serializers.CharField()
    status_label = serializers.CharField()
    revision = serializers.IntegerField()
    area = serializers.CharField()
    proposition = serializers.CharField()
    title = serializers.CharField()
    ask = serializers.CharField()
    version = serializers.IntegerField()
    hash = serializers.CharField()
    type = serializers.CharField()
    type_label = serializers.CharField()
    money = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    departments = serializers.ListField(child=serializers.CharField())
    waiting_for = serializers.ListField(child=serializers.DictField())
    answers = serializers.ListField(child=serializers.DictField())
    own_side = serializers.CharField()
    changed_since_read = serializers.BooleanField()


class AskList(Plain, ListAPIView):
    """Fifty asks with everything that the service's own list says of them."""

    serializer_class = AskSerializer

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        asks = seen_by(request.GET["body"]).order_by("-record_id")[: PAGE + 1]
        return Response({"results": AskSerializer(told(asks, request)[:PAGE], many=True).data})


class AskDetail(Plain, RetrieveAPIView):
    """One ask with the same."""

    def retrieve(self, request: Any, ref: str) -> Response:
        ask = seen_by(request.GET["body"]).filter(record__ref=ref)
        return Response(AskSerializer(told(ask, request)[0]).data)


def with_last_version(asks: QuerySet) -> QuerySet:
    last = Version.objects.filter(record=OuterRef("pk")).order_by("-number")
    names = ("number", "hash", "schema", "weight", "body", "created_at")
    return asks.annotate(**{f"version_{name}": Subquery(last.values(name)[:1]) for name in names})


class BarestSerializer(serializers.Serializer):
    """Twenty columns of one query."""

    ref = serializers.CharField(source="record.ref")
    uid = serializers.CharField(source="record.uid")
    kind = serializers.CharField(source="record.kind")
    status = serializers.CharField(source="record.status")
    revision = serializers.IntegerField(source="record.revision")
    area = serializers.CharField(source="record.area.code")
    area_name = serializers.CharField(source="record.area.name")
    proposition = serializers.CharField(source="proposition.record.ref")
    body = serializers.CharField(source="proposition.body.code")
    body_name = serializers.CharField(source="proposition.body.name")
    lead_department = serializers.CharField(source="lead_department.code", default="")
    type = serializers.CharField()
    money = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField(source="version_number")
    hash = serializers.CharField(source="version_hash")
    schema = serializers.CharField(source="version_schema")
    weight = serializers.CharField(source="version_weight")
    words = serializers.CharField(source="version_body")
    at = serializers.DateTimeField(source="version_created_at")


class BarestList(Plain, ListAPIView):
    """Fifty asks from one query, in Django's own way."""

    serializer_class = BarestSerializer

    def get_queryset(self) -> QuerySet:
        return with_last_version(Ask.objects.select_related(*RELATED)).order_by("-record_id")[:PAGE]


class BarestDetail(Plain, RetrieveAPIView):
    """One ask from one query."""

    serializer_class = BarestSerializer
    lookup_field, lookup_url_kwarg = "record__ref", "ref"

    def get_queryset(self) -> QuerySet:
        return with_last_version(Ask.objects.select_related(*RELATED))


# As pages ----------------------------------------------------------------------------------------------------------


def page(template: str, **context: Any) -> HttpResponse:
    return HttpResponse(templates.get_template(template).render(Context(context)))


def queue(request: HttpRequest) -> HttpResponse:
    """The fifty most urgent of those that wait for a reviewer of the body."""
    turns = Turn.objects.filter(
        record__kind="side", record__root=OuterRef("pk"), ended=None, organisation_id=request.GET["body"]
    )
    asks = seen_by(request.GET["body"]).filter(Exists(turns.filter(role="reviewer")))
    due = Subquery(turns.order_by("due_on").values("due_on")[:1], output_field=DateField())
    since = Subquery(turns.order_by("since__at").values("since__at")[:1], output_field=DateTimeField())
    ordered = asks.annotate(due=due, since=since).order_by(F("due").asc(nulls_last=True), "since", "pk")
    return page("list.html", total=asks.count(), rows=told(ordered[:PAGE], request))


def listed(request: HttpRequest) -> HttpResponse:
    """Fifty asks of an area body, by reference."""
    asks = seen_by(request.GET["body"]).filter(proposition__body_id=request.GET["body"]).order_by("record__ref")
    return page("list.html", total=asks.count(), rows=told(asks[:PAGE], request))


def search(request: HttpRequest) -> HttpResponse:
    """The fifty best for some words, in the asks themselves and in their propositions."""
    query = SearchQuery(request.GET["q"], config="english", search_type="websearch")
    found = Version.objects.filter(vector=query).values("record_id")
    rank = Version.objects.filter(record=OuterRef("record"), vector=query).annotate(
        score=SearchRank(F("vector"), query)
    )
    asks = seen_by(request.GET["body"]).filter(Q(record_id__in=found) | Q(proposition_id__in=found))
    best = Coalesce(Subquery(rank.order_by("-score").values("score")[:1]), 0.0)
    ordered = asks.annotate(rank=best).order_by("-rank", "record__ref")
    return page("list.html", total=asks.count(), rows=told(ordered[:PAGE], request))


def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One ask with its history, questions, answers and the body's own side of it."""
    ask = seen_by(request.GET["body"]).get(record__ref=ref)
    questions = Clarification.objects.filter(ask=ask).select_related("record", "organisation")
    answers = Answer.objects.filter(ask=ask).select_related("record", "organisation", "on_version")
    said = Version.objects.filter(record__root=ask.pk, record__kind__in=("clarification", "answer"))
    words = {version.record_id: version.content for version in said.order_by("number")}
    side = Side.objects.filter(ask=ask, organisation_id=request.GET["body"]).select_related("record").first()
    events = Event.objects.select_related("by_user", "behalf", "version")
    above = Version.objects.filter(record=ask.proposition_id).order_by("-number").first()
    return page(
        "detail.html",
        ask=told([ask], request)[0],
        proposition=above.content if above else {},
        versions=Version.objects.filter(record=ask.pk).order_by("number"),
        questions=[(question, words.get(question.pk)) for question in questions],
        answers=[(answer, words.get(answer.pk)) for answer in answers],
        history=events.filter(record=ask.pk).order_by("-number"),
        side=side,
        draft=Draft.objects.filter(record=side.pk) if side else [],
        turn=Turn.objects.filter(record=side.pk, ended=None).select_related("since").first() if side else None,
        inside=events.filter(record=side.pk).order_by("-number") if side else [],
    )
