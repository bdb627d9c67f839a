"""Under which mandate an area's people issue or accept words, and whose endorsement a joint one still needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lis.boards.mandates import Mandate, back_to_board, mandates_of
from lis.engine.actor import Actor
from lis.engine.checks import STOP, Check
from lis.engine.models import Record
from lis.engine.steps import Act
from lis.templatetags.office import plain_list

from .models import Endorsement


@dataclass
class Authority:
    """The mandates of one person over one ask, and which posts have endorsed which version under which of them.

    ``endorsed`` holds the keys of version and delegation with the name of the post.
    """

    mandates: list[Mandate] = field(default_factory=list)
    endorsed: set[tuple[int, int, str]] = field(default_factory=set)

    def missing(self, mandate: Mandate, version: Any) -> list[str]:
        """The other posts that have still to endorse ``version`` before an act under a joint mandate."""
        if not mandate.jointly:
            return []
        key = (version.pk if version else 0, mandate.delegation.pk)
        return [post for post in mandate.posts if post not in mandate.held and (*key, post) not in self.endorsed]

    def mandate(self, version: Any) -> Mandate | None:
        """The mandate under which they act on ``version``: the first that needs nobody else any more."""
        ready = [mandate for mandate in self.mandates if not self.missing(mandate, version)]
        return (ready or self.mandates or [None])[0]

    def record(self, version: Any) -> Record | None:
        mandate = self.mandate(version)
        return mandate.delegation.record if mandate else None

    def stops(self, ask: Any, version: Any) -> list[Check]:
        """What keeps them from acting on ``version`` for the area: no mandate, or a joint one not yet endorsed."""
        mandate = self.mandate(version)
        if mandate is None:
            return [back_to_board(ask.ref)]
        missing = self.missing(mandate, version)
        if not missing:
            return []
        sentence = f"The delegation is joint. {plain_list(missing)} must endorse the same words first."
        return [Check("not-endorsed", sentence, STOP)]

    def joint(self, version: Any) -> list[Mandate]:
        """The joint mandates under which one of their posts has not endorsed ``version`` yet."""
        pk = version.pk if version else 0
        return [
            mandate for mandate in self.mandates
            if mandate.jointly and any((pk, mandate.delegation.pk, post) not in self.endorsed for post in mandate.held)
        ]  # fmt: skip

    def endorsing_stops(self, ask: Any, version: Any) -> list[Check]:
        if not self.mandates:
            return [back_to_board(ask.ref)]
        if not any(mandate.jointly for mandate in self.mandates):
            sentence = "The delegation is not joint, so nobody need endorse the words first."
            return [Check("not-joint", sentence, STOP)]
        if not self.joint(version):
            return [Check("endorsed-already", "Your post has endorsed these words already.", STOP)]
        return []


def authorities(
    asks: Sequence[Any], versions: Iterable[int], actor: Actor, at: dt.datetime
) -> dict[int, Authority]:  # fmt: skip
    """The authority of ``actor`` over each ask, by its key; ``versions`` are those that may have been endorsed."""
    targets = {ask.pk: (ask.pk, ask.proposition_id, ask.proposition.strategy_id) for ask in asks}
    found = {pk: Authority(mandates) for pk, mandates in mandates_of(actor, targets, at).items()}
    endorsed = set(
        Endorsement.objects.filter(version_id__in=list(versions)).values_list("version_id", "delegation_id", "post")
    )
    for authority in found.values():
        authority.endorsed = endorsed
    return found


def endorse(act: Act, authority: Authority) -> None:
    """Note that the actor's posts stand behind the version that ``act`` names."""
    for mandate in authority.joint(act.version):
        for post in mandate.held:
            if (act.version.pk, mandate.delegation.pk, post) not in authority.endorsed:
                Endorsement.objects.create(
                    version=act.version, delegation_id=mandate.delegation.pk, post=post, event=act.event
                )
