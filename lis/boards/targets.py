"""What a recommendation is about: pinned when it is put to the board, and moved by what the board decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lis.engine.checks import STOP, Check
from lis.engine.models import Record, Version
from lis.engine.registry import workflow_of
from lis.engine.steps import Act, nothing

from .models import Recommendation, Target
from .verbs import facts_of_verbs, says

# What a board decides by agreeing; by anything else it leaves what does not fit where it is.
AGREEING = ("as_recommended", "amended", "delegated")


def set_targets(recommendation: Recommendation, records: Iterable[Record]) -> None:
    """The recommendation is about these records, at the versions that they have now."""
    records = list(records)
    recommendation.targets.exclude(record__in=records).delete()
    present = set(recommendation.targets.values_list("record", flat=True))
    last = last_versions(records)
    for record in records:
        if record.pk not in present:
            Target.objects.create(recommendation=recommendation, record=record, version=last.get(record.pk))


def pin_targets(recommendation: Recommendation) -> list[Target]:
    """Pin each target to its last version, for good; answers them by reference."""
    targets = list(recommendation.targets.select_related("record").order_by("record__ref"))
    last = last_versions([target.record for target in targets])
    for target in targets:
        target.version = last.get(target.record_id)
        target.save(update_fields=["version"])
    return targets


def last_versions(records: Iterable[Record]) -> dict[int, Version]:
    """The last version of each record that has one, by the record's key."""
    found = Version.objects.filter(record__in=[record.pk for record in records])
    return {one.record_id: one for one in found.order_by("record_id", "-number").distinct("record_id")}


def without_words(recommendations: Iterable[Recommendation]) -> dict[int, list[Check]]:
    """Why recommendations cannot be put, by their key: they are about something that has no fixed words yet."""
    targets = list(Target.objects.filter(recommendation__in=list(recommendations)).select_related("record"))
    last = last_versions([target.record for target in targets])
    found: dict[int, list[Check]] = defaultdict(list)
    for target in targets:
        if target.record_id not in last and has_words_of_its_own(target.record):
            sentence = (
                f"{target.record.ref} has no version yet, so the board would decide on words that can still change. "
                "Have it found ready first, or take it off the recommendation."
            )  # fmt: skip
            found[target.recommendation_id].append(Check("no-version", sentence, STOP))
    return found


def has_words_of_its_own(record: Record) -> bool:
    """Whether records of that kind get versions by a step."""
    return any(step.mint is not nothing for step in workflow_of(record).steps)


def moved_on(recommendations: Iterable[Recommendation]) -> dict[int, list[Check]]:
    """Of what the board would move: what stands at another version than it read, by the recommendation's key."""
    verbs = facts_of_verbs()
    moving = [one for one in recommendations if any(verbs.get(verb, {}).get("moves") for verb in one.verbs)]
    targets = list(Target.objects.filter(recommendation__in=moving).select_related("record", "version"))
    last = last_versions([target.record for target in targets])
    found: dict[int, list[Check]] = defaultdict(list)
    for target in targets:
        now = last.get(target.record_id)
        if target.version is not None and now is not None and now.pk != target.version.pk:
            sentence = (
                f"{target.record.ref} has changed since the papers went out: the board read version "
                f"{target.version.number}, and it is now at version {now.number}. Put the new version to a meeting."
            )  # fmt: skip
            found[target.recommendation_id].append(Check("moved-on", sentence, STOP))
    return found


def roots_of_targets(recommendation: Recommendation) -> list[int]:
    """The root records that a decision may move, to be locked, with whatever those lock in turn."""
    found = []
    for target in recommendation.targets.select_related("record"):
        found.append(target.record.root_id)
        workflow = workflow_of(target.record)
        noun = workflow.model.objects.with_record().filter(pk=target.record_id).first()
        for verb in set(workflow.moved_by_board.values()) if noun else ():
            found += list(workflow.step(verb).locks(noun))
    return found


def move_targets(act: Act, outcome: str) -> None:
    """Each target that has a step for what the board decided takes it, as a consequence of the decision.

    Where the board agreed, a target that cannot take its step stops the decision, with the reason. Where it put off
    or turned down, only what fits is moved: the others were never on their way.
    """
    recommendation = act.noun
    if not says(recommendation.verbs, "moves"):
        return
    meeting = recommendation.meeting
    data = {"meeting": meeting_name(meeting), "agreed_on": meeting.held_on.isoformat()}
    for target in recommendation.targets.select_related("record"):
        workflow = workflow_of(target.record)
        verb = workflow.moved_by_board.get(outcome)
        if verb is None:
            continue
        noun = workflow.model.objects.with_record().get(pk=target.record_id)
        if outcome in AGREEING or noun.record.status in workflow.step(verb).sources:
            workflow.follow(verb, noun, cause=act.event, by=act.actor, data=data)


def meeting_name(meeting: Any) -> str:
    """A meeting as other papers name it: "Board of Directors, December meeting"."""
    return f"{meeting.board.name}, {meeting.title}"
