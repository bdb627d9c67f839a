"""Which steps of an actor wait for a hold right now, across all lifecycles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lis.engine.actor import Actor
from lis.engine.holding import held_by
from lis.engine.models import Hold
from lis.engine.registry import workflows
from lis.engine.steps import Step

# More than these nobody reads in one list; exceptions are few.
MOST = 200


@dataclass(frozen=True)
class Stopped:
    """One step on one record that waits for nothing but holds."""

    noun: Any
    step: Step
    body: Any
    holds: tuple[Hold, ...]

    @property
    def code(self) -> str:
        return f"{self.noun.record.kind}:{self.noun.ref}:{self.step.verb}"

    @property
    def label(self) -> str:
        return f"{self.step.label}: {self.noun.ref}"


def stopped_steps(actor: Actor, at: dt.datetime) -> list[Stopped]:
    """The steps that ``actor`` could take now if nothing were held, of their own bodies."""
    found = []
    for workflow in workflows.values():
        held = [step for step in workflow.steps if step.held and not (step.consequence or step.creates)]
        statuses = {source for step in held for source in step.sources}
        if not held:
            continue
        nouns = workflow.model.objects.with_record().visible_to(actor, at).in_status(*statuses)
        nouns = list(nouns.order_by("pk")[:MOST])
        verdicts = workflow.judge(actor, nouns, at)
        for noun in nouns:
            for verdict in verdicts[noun.pk]:
                stops = {check.code for check in verdict.reasons}
                body = workflow.held_body(actor, noun)
                if verdict.step in held and verdict.mine and stops == {"held"} and body is not None:
                    holds = tuple(held_by(verdict.step, noun, body))
                    found.append(Stopped(noun, verdict.step, body, holds))
    return found
