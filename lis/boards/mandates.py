"""Under which mandate may somebody act on a record? The one question that rooms above ask of boards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check

from .models import Delegation, Post, PostHolding


@dataclass(frozen=True)
class Mandate:
    """A delegation under which the actor may act: its posts by name, and among them those that the actor holds.

    When it is given ``jointly``, an act by the holder of one post needs the endorsement of the same version by the
    holders of the others first.
    """

    delegation: Delegation
    posts: tuple[str, ...]
    jointly: bool
    held: tuple[str, ...] = ()


def mandates_of(actor: Actor, targets: Mapping[int, Iterable[int]], at: dt.datetime) -> dict[int, list[Mandate]]:
    """The mandates of ``actor`` at that moment for each key of ``targets``, the oldest first.

    ``targets`` maps a key of the caller's (an ask's) to the records whose listing covers it: its own, its
    proposition's, its strategy's. A mandate counts while it is in force, lists one of them, and names a post that the
    actor holds on that day in a body to which they belong. Four queries, however many keys.
    """
    wanted = {key: set(records) for key, records in targets.items()}
    found: dict[int, list[Mandate]] = {key: [] for key in wanted}
    if actor.user is None or not wanted:
        return found
    today = at.astimezone(clock.LONDON).date()
    held = PostHolding.objects.current(today).filter(
        person=actor.user, post__organisation__in=sorted(actor.organisation_ids)
    )  # fmt: skip
    mine = set(held.values_list("post_id", flat=True))
    if not mine:
        return found
    over = set().union(*wanted.values())
    delegations = (
        Delegation.objects.with_record().in_force_at(at).filter(posts__in=mine, scope__in=over).distinct()
        .order_by("pk").prefetch_related("posts")
    )  # fmt: skip
    delegations = list(delegations)
    covered: dict[int, set[int]] = {}
    rows = Delegation.scope.through.objects.filter(delegation__in=delegations, record__in=over)
    for delegation, record in rows.values_list("delegation_id", "record_id"):
        covered.setdefault(delegation, set()).add(record)
    for delegation in delegations:
        posts: list[Post] = list(delegation.posts.all())
        mandate = Mandate(
            delegation,
            tuple(post.name for post in posts),
            delegation.jointly and len(posts) > 1,
            tuple(post.name for post in posts if post.pk in mine),
        )
        for key, records in wanted.items():
            if records & covered.get(delegation.pk, set()):
                found[key].append(mandate)
    return found


def back_to_board(ref: str) -> Check:
    """The stop for whoever has no mandate for ``ref``."""
    return Check("back-to-board", f"No delegation in force covers {ref} for you. It has to go back to the Board.", STOP)
