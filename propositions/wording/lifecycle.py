"""The life of other words for an ask: drafted inside one body, cleared by another person, issued to both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Draft, Record, Version
from lis.engine.registry import register, workflows
from lis.engine.standing import end_turns, give_turn, grant
from lis.engine.steps import NEW, Act, NoteForm, ReasonForm, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow
from lis.engine.writing import draft_authors, drafts_of, mint, save_drafts

from ..asks.parts import WORDING_PARTS, both_texts, filled, negotiated
from ..asks.weights import AskVersions, versions_of
from .forms import DraftWordingForm, WordingForm
from .mandates import Authority, authorities, endorse
from .models import Wording
from .permissions import (
    another_hand,
    area_wording_issuer,
    ask_is_open,
    base_is_latest,
    has_joint_mandate,
    says_something_new,
    within_a_mandate,
    wording_clearer,
    wording_issuer,
    wording_writer,
)

DRAFTED, CLEARED, ISSUED, DROPPED = "drafted", "cleared", "issued", "dropped"


@dataclass
class Facts:
    """What the table needs to know of one wording: its words and authors, and the versions of its ask.

    ``authority`` is the actor's mandate over the ask, ``cleared`` the words as they were cleared last. ``news`` says
    whether the words differ from their base, ``texts`` are both texts where the ask has moved on.
    """

    words: dict[str, str] = field(default_factory=dict)
    authors: set[int] = field(default_factory=set)
    versions: AskVersions = field(default_factory=AskVersions)
    authority: Authority = field(default_factory=Authority)
    cleared: Version | None = None
    news: bool = False
    texts: tuple[tuple[str, str, str], ...] = ()


def words_of_act(act: Act) -> dict[str, str]:
    """The words that were given with a step, by part."""
    given = {part: act.given.get(part) or "" for part in WORDING_PARTS}
    return {part: value.isoformat() if isinstance(value, dt.date) else value for part, value in given.items()}


def begin(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation)
    save_words(act)


def save_words(act: Act) -> None:
    """The words as they were given, starting from the version that their writer had before them."""
    wording = act.noun
    save_drafts(wording.record, wording.organisation, words_of_act(act), by=act.actor.user, at=act.at)
    base = wording.ask.record.versions.get(number=act.given["base"])
    Wording.objects.filter(pk=wording.pk).update(base=base)


def mint_cleared(act: Act) -> Version:
    """The words as they would be issued."""
    wording = act.noun
    drafts = drafts_of(wording.record, wording.organisation)
    body = {part: drafts[part].body if part in drafts else "" for part in WORDING_PARTS}
    body["base"] = wording.base.hash
    authors = draft_authors(wording.record, wording.organisation)
    return mint(wording.record, schema="wording/1", body=body, authors=authors, at=act.at)


def cleared_words(act: Act) -> Version:
    """The words that were cleared, letter for letter."""
    return act.noun.record.versions.order_by("-number").first()


def issue(act: Act) -> None:
    """Both sides read the words as the next version of the ask, with what it changes and how much."""
    wording, content = act.noun, act.version.content
    end_turns(act, wording.record)
    workflows["ask"].follow(
        "reword", wording.ask, cause=act.event, by=act.actor,
        data={
            "organisation": wording.organisation.code, "number": act.facts.versions.number + 1,
            "weight": content["weight"], "note": content["change"],
        },
    )  # fmt: skip


def wait_for(act: Act, reason: str, roles: Sequence[str]) -> None:
    """Inside the body it is the turn of whoever holds one of ``roles``; nobody else learns of it."""
    wording = act.noun
    end_turns(act, wording.record)
    give_turn(act, wording.record, wording.organisation, reason, role=roles[0])
    workflows["side"].tell_turn(act, wording.ask, wording.organisation, list(roles), reason)


class WordingWorkflow(Workflow):
    kind = "wording"
    model = Wording
    noun_name = "wording"
    statuses = {DRAFTED: "Drafted", CLEARED: "Cleared", ISSUED: "Issued", DROPPED: "Dropped"}
    steps = (
        Step("draft", "Draft", {NEW}, DRAFTED, who=nobody, form=DraftWordingForm, act=begin, consequence=True,
             turns=lambda act: wait_for(act, "Clear the new words", act.noun.clearing_roles),
             past="drafted other words"),
        Step("redraft", "Change the words", {DRAFTED, CLEARED}, DRAFTED, who=wording_writer, form=WordingForm,
             requires=(ask_is_open,), act=save_words,
             turns=lambda act: wait_for(act, "Clear the new words", act.noun.clearing_roles),
             past="changed the words", hint="Whoever clears them reads them again."),
        Step("send_back", "Send the words back", {DRAFTED, CLEARED}, DRAFTED, who=wording_clearer, form=ReasonForm,
             turns=lambda act: wait_for(act, "Change the new words", act.noun.writing_roles),
             past="sent the words back"),
        Step("clear", "Clear the words", {DRAFTED}, CLEARED, who=wording_clearer, form=NoteForm,
             requires=(ask_is_open, base_is_latest, says_something_new, another_hand), mint=mint_cleared,
             turns=lambda act: wait_for(act, "Issue the new words", act.noun.clearing_roles),
             past="cleared the words", main=True, hint="Read the exact words. They can then be issued."),
        Step("issue", "Issue the words", {CLEARED}, ISSUED, who=wording_issuer, form=NoteForm,
             requires=(ask_is_open, base_is_latest, within_a_mandate), mint=cleared_words, act=issue,
             past="issued the words", main=True, held=True,
             hint="Both sides will read them as the next version of the ask."),
        Step("endorse", "Endorse the words", {CLEARED}, None, who=area_wording_issuer, form=NoteForm,
             requires=(ask_is_open, base_is_latest, has_joint_mandate, another_hand), mint=cleared_words,
             act=lambda act: endorse(act, act.facts.authority), past="endorsed the words",
             hint="Under a joint delegation each post stands behind the same words before they go out."),
        Step("drop", "Drop the words", {DRAFTED, CLEARED}, DROPPED, who=wording_writer, form=NoteForm,
             turns=lambda act: end_turns(act, act.noun.record), past="dropped the words", warns=True,
             hint="They stay in your own history. Nobody else ever sees them."),
    )  # fmt: skip

    def facts(self, actor: Actor, nouns: Sequence[Any], at: dt.datetime) -> dict[int, Facts]:
        versions = versions_of(wording.ask_id for wording in nouns)
        found = {wording.pk: Facts(versions=versions[wording.ask_id]) for wording in nouns}
        for draft in Draft.objects.filter(record_id__in=found).prefetch_related("authors"):
            found[draft.record_id].words[draft.part] = draft.body
            found[draft.record_id].authors |= {author.pk for author in draft.authors.all()}
        asks = {wording.ask_id: wording.ask for wording in nouns}
        cleared = Version.objects.filter(record_id__in=found).order_by("record_id", "-number").distinct("record_id")
        for version in cleared:
            found[version.record_id].cleared = version
        endorsed = [facts.cleared.pk for facts in found.values() if facts.cleared]
        held = authorities(list(asks.values()), endorsed, actor, at)
        last = {line.last_id for line in versions.values()}
        contents = {version.record_id: version.content for version in Version.objects.filter(pk__in=last)}
        for wording in nouns:
            facts = found[wording.pk]
            facts.authority = held[wording.ask_id]
            facts.news = negotiated(facts.words) != negotiated(wording.base.content)
            if wording.base_id != facts.versions.last_id and wording.ask_id in contents:
                facts.texts = both_texts(facts.words, contents[wording.ask_id])
        return found

    def initial(self, step: Step, noun: Wording, actor: Actor) -> dict[str, Any]:
        """The words as they are drafted; whoever changes them starts from the newest version."""
        if step.verb != "redraft":
            return {}
        words = {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}
        return {**words, "base": noun.ask.record.versions.order_by("-number").values_list("number", flat=True).first()}

    def preview(self, step: Step, noun: Wording, actor: Actor) -> list[tuple[str, str]]:
        """The words that clearing or issuing is about, exactly as everybody would read them."""
        if step.verb == "clear":
            content = {part: draft.body for part, draft in drafts_of(noun.record, noun.organisation).items()}
        elif step.verb == "issue" and (version := noun.record.versions.order_by("-number").first()):
            content = version.content
        else:
            return []
        return [*filled(content), ("What changes", content.get("change", ""))]

    def acting_for(self, actor: Actor, noun: Wording, facts: Any) -> Any:
        return noun.organisation

    def mandate_for(self, act: Act) -> Record | None:
        """An area's words go out under its board's mandate."""
        if act.step.verb == "issue" and act.noun.organisation_id == act.noun.ask.body_id:
            return act.facts.authority.record(act.version)
        if act.step.verb == "endorse":
            return act.facts.authority.joint(act.version)[0].delegation.record
        return super().mandate_for(act)

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Wording:
        base = given["asked"].record.versions.get(number=given["base"])
        return Wording(ask=given["asked"], organisation=given["organisation"], base=base)

    def reference(self, act: Act) -> str:
        """Counted within the body: a number shared with others would tell them that words are being drafted."""
        ask, code = act.noun.ask, act.noun.organisation.code
        return f"{ask.ref}-{code}-W{ask.wordings.filter(organisation__code=code).count() + 1}"

    def area_of(self, act: Act) -> Any:
        return act.noun.ask.area

    def root_of(self, act: Act) -> Record:
        return act.noun.ask.record

    def build(self, act: Act, record: Record) -> Wording:
        wording = act.noun
        wording.record = record
        wording.save(force_insert=True)
        return wording


workflow = register(WordingWorkflow())
