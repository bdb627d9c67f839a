"""Which steps of a side can be taken for many at once: the one list, by verb."""

from __future__ import annotations

from lis.engine.actor import Actor
from lis.engine.errors import NotVisible
from lis.engine.registry import workflows
from lis.engine.steps import Step

from ..sides.lifecycle import Facts
from ..sides.models import Side

# Named here, a step of the side's table is offered for many at once, at the page and in the API. Its form must ask
# the same of every side.
VERBS = (
    "take", "assign", "set_due", "draft_position", "agree_in_team", "send_back", "clear", "issue", "schedule",
    "call_back", "reconfirm",
)  # fmt: skip


def bulk_steps() -> list[Step]:
    """The steps that can be taken for many sides at once, in the order of the table."""
    return [step for step in workflows["side"].steps if step.verb in VERBS]


def bulk_step(verb: str) -> Step:
    """The step of that verb, or :class:`NotVisible` where it is not offered for many."""
    for step in bulk_steps():
        if verb in (step.verb, step.slug):
            return step
    raise NotVisible


def steps_for(actor: Actor) -> list[Step]:
    """Those that ``actor`` may take somewhere: in a body of theirs, whatever the state of its sides."""
    sides = [Side(organisation=organisation) for organisation in _bodies(actor)]
    return [step for step in bulk_steps() if any(step.who(actor, side, Facts()) for side in sides)]


def _bodies(actor: Actor) -> list[object]:
    return list({membership.organisation_id: membership.organisation for membership in actor.memberships}.values())
