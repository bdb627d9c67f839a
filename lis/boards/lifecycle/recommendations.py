"""What happens to a recommendation: it is written, put to the board, and the board decides."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Max

from lis.engine.actor import Actor
from lis.engine.checks import Check
from lis.engine.models import Event, Record, Version
from lis.engine.registry import register
from lis.engine.steps import NEW, Act, NoInput, NoteForm, Part, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts

from ..deciding_forms import AmendForm, DecisionReasonForm, MandateForm, ReferForm
from ..item_forms import AddRecommendationForm, RecommendationForm
from ..models import DeclaredInterest, Recommendation, Report
from ..permissions import (
    RecommendationFacts,
    board_has_met,
    does_not_delegate,
    no_interest_of_own,
    report_is_draft,
    secretary,
    targets_stand,
)
from ..targets import move_targets, moved_on, pin_targets, roots_of_targets, set_targets, without_words
from ..verbs import facts_of_verbs
from . import delegations

DRAFT, PUT, STRUCK_OUT = "draft", "put", "struck_out"
AS_RECOMMENDED, AMENDED, DELEGATED = "as_recommended", "amended", "delegated"
DEFERRED, REJECTED, REFERRED = "deferred", "rejected", "referred"
DECISIONS = (AS_RECOMMENDED, AMENDED, DELEGATED, DEFERRED, REJECTED, REFERRED)
WORDS = Part("words", "The recommendation", rows=4, limit=4_000)
MAY_BE_DECIDED = (board_has_met, no_interest_of_own)


def unfit(reports: Iterable[Report]) -> dict[int, list[Check]]:
    """What keeps the recommendations of ``reports`` from being put, by the report's key."""
    asked = list(Recommendation.objects.filter(report__in=list(reports)).in_status(DRAFT))
    checks = without_words(asked)
    found: dict[int, list[Check]] = defaultdict(list)
    for one in asked:
        found[one.report_id] += checks.get(one.pk, [])
    return found


def save_words(act: Act) -> None:
    noun = act.noun
    save_drafts(noun.record, noun.organisation, {WORDS.key: act.given["words"]}, by=act.actor.user, at=act.at)
    set_targets(noun, act.given["targets"])


def rewrite(act: Act) -> None:
    act.noun.label, act.noun.verbs = act.given["label"], act.given["verbs"]
    act.noun.save(update_fields=["label", "verbs"])
    save_words(act)


def put_into_words(act: Act) -> Version:
    """What the board is asked, with the versions that it is about, for good."""
    noun = act.noun
    drafts = drafts_of(noun.record, noun.organisation)
    body = {
        "label": noun.label,
        "verbs": list(noun.verbs),
        "words": drafts[WORDS.key].body if WORDS.key in drafts else "",
        "about": [
            {"ref": one.record.ref, "version": one.version.number if one.version else 0,
             "hash": one.version.hash if one.version else ""}
            for one in pin_targets(noun)
        ],
    }  # fmt: skip
    return mint(
        noun.record, schema="recommendation/1", body=body, authors=draft_authors(noun.record, noun.organisation),
        at=act.at,
    )  # fmt: skip


def put_amended_into_words(act: Act) -> Version:
    """What the board decided instead, beside what it was asked."""
    asked = act.noun.record.versions.order_by("-number").first()
    body = {**asked.content, "decided": act.given["words"]}
    return mint(act.noun.record, schema="recommendation/1", body=body, authors=[act.actor.user], at=act.at)


def moves(outcome: str) -> Callable[[Act], None]:
    return lambda act: move_targets(act, outcome)


def give_mandate(act: Act) -> None:
    move_targets(act, DELEGATED)
    given = act.given
    data = {
        "recommendation": act.noun.ref,
        "posts": [post.name for post in given["posts"]],
        "how": given["how"],
        "scope": given["scope"],
        "targets": "\n".join(record.ref for record in given["targets"]),
        "consulting": given["consulting"],
        "report_back_on": given["report_back_on"].isoformat() if given["report_back_on"] else "",
        "until_on": given["until_on"].isoformat() if given["until_on"] else "",
    }
    delegations.workflow.create("give", by=act.actor, data=data, cause=act.event)


class RecommendationWorkflow(Workflow):
    """The life of a recommendation. Its references read ``LAN-M01.1-R3``."""

    kind = "recommendation"
    model = Recommendation
    noun_name = "recommendation"
    statuses = {
        DRAFT: "Draft", STRUCK_OUT: "Struck out", PUT: "Put to the board", AS_RECOMMENDED: "As recommended",
        AMENDED: "Amended", DELEGATED: "Delegated", DEFERRED: "Deferred", REJECTED: "Rejected", REFERRED: "Referred",
    }  # fmt: skip
    steps = [
        Step("add", "Add a recommendation", {NEW}, DRAFT, secretary, "added the recommendation",
             requires=(report_is_draft,), form=AddRecommendationForm, act=save_words,
             locks=lambda plan: [plan.report.record.root_id]),
        Step("write", "Write", {DRAFT}, None, secretary, "wrote in it", requires=(report_is_draft,),
             form=RecommendationForm, act=rewrite, main=True),
        Step("strike_out", "Strike out", {DRAFT}, STRUCK_OUT, secretary, "struck it out", requires=(report_is_draft,),
             form=NoteForm),
        Step("put", "Put to the board", {DRAFT}, PUT, nobody, "put it to the board", form=NoInput,
             mint=put_into_words, consequence=True),
        Step("decide", "As recommended", {PUT}, AS_RECOMMENDED, secretary, "recorded: as recommended",
             requires=(*MAY_BE_DECIDED, does_not_delegate, targets_stand), form=NoteForm,
             act=moves(AS_RECOMMENDED), locks=roots_of_targets, main=True,
             hint="The board decided as it was asked. What the recommendation is about moves with it."),
        Step("amend", "Amended", {PUT}, AMENDED, secretary, "recorded: amended",
             requires=(*MAY_BE_DECIDED, does_not_delegate, targets_stand), form=AmendForm,
             mint=put_amended_into_words, act=moves(AMENDED), locks=roots_of_targets,
             hint="The board agreed, in other words than it was asked."),
        Step("delegate", "Delegate", {PUT}, DELEGATED, secretary, "recorded: delegated",
             requires=(*MAY_BE_DECIDED, targets_stand), form=MandateForm, act=give_mandate, locks=roots_of_targets,
             hint="The board gave a mandate to the holders of one or more posts."),
        Step("defer", "Deferred", {PUT}, DEFERRED, secretary, "recorded: deferred", requires=MAY_BE_DECIDED,
             form=DecisionReasonForm, act=moves(DEFERRED), locks=roots_of_targets,
             hint="It comes to a later meeting in a report of its own."),
        Step("reject", "Rejected", {PUT}, REJECTED, secretary, "recorded: rejected", requires=MAY_BE_DECIDED,
             form=DecisionReasonForm, act=moves(REJECTED), locks=roots_of_targets, warns=True),
        Step("refer", "Referred", {PUT}, REFERRED, secretary, "recorded: referred", requires=MAY_BE_DECIDED,
             form=ReferForm, act=moves(REFERRED), locks=roots_of_targets),
    ]  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, RecommendationFacts]:
        verbs, stale = facts_of_verbs(), moved_on(nouns)
        interests = DeclaredInterest.objects.filter(report__in={noun.report_id for noun in nouns})
        own = set(interests.filter(member__person=actor.user).values_list("report", flat=True)) if actor.user else set()
        return {
            noun.pk: RecommendationFacts(
                interested=noun.report_id in own,
                moved_on=stale.get(noun.pk, []),
                delegates=any(verbs.get(verb, {}).get("delegates") for verb in noun.verbs),
            )
            for noun in nouns
        }

    def initial(self, step: Step, noun: Recommendation, actor: Actor) -> dict[str, Any]:
        if step.verb not in ("write", "delegate", "amend"):
            return {}
        words = drafts_of(noun.record, noun.organisation)[WORDS.key].body
        refs = "\n".join(noun.targets.order_by("record__ref").values_list("record__ref", flat=True))
        if step.verb == "delegate":
            return {"scope": words, "targets": refs, "how": "either"}
        return {"label": noun.label, "verbs": list(noun.verbs), "words": words, "targets": refs}

    def preview(self, step: Step, noun: Recommendation, actor: Actor) -> list[tuple[str, str]]:
        if noun.status != PUT:
            return []
        asked = noun.record.versions.order_by("-number").first()
        return [(f"The board was asked {noun.label}", asked.content["words"])]

    def acting_for(self, actor: Actor, noun: Recommendation, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Recommendation:
        report = given["report"]
        last = report.recommendations.aggregate(last=Max("position"))["last"] or 0
        return Recommendation(report=report, position=last + 1, label=given["label"], verbs=given["verbs"])

    def reference(self, act: Act) -> str:
        return f"{act.noun.report.ref}-R{act.noun.position}"

    def area_of(self, act: Act) -> Any:
        return act.noun.report.area

    def root_of(self, act: Act) -> Record:
        return act.noun.report.record.root

    def build(self, act: Act, record: Record) -> Recommendation:
        act.noun.record = record
        act.noun.save(force_insert=True)
        return act.noun

    def describe(self, event: Event) -> str:
        if event.verb == "refer" and event.data.get("to"):
            return f"recorded: referred to {event.data['to']}"
        return super().describe(event)


workflow = register(RecommendationWorkflow())
