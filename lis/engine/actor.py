"""Who is acting: a person with their roles of today, the holder of a link, or the service itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import clock

if TYPE_CHECKING:
    from .models import SecretLink


@dataclass(frozen=True)
class Actor:
    """Somebody at the door, with the memberships they hold at ``at``, read once.

    A superuser is a person like any other here: without a membership there is no power over any step.
    """

    user: Any = None
    link: SecretLink | None = None
    service: str = ""
    memberships: tuple[Any, ...] = ()
    at: dt.datetime = field(default_factory=clock.now)

    @classmethod
    def of(cls, user: Any, at: dt.datetime | None = None) -> Actor:
        """The actor for ``user`` (anonymous allowed), with the memberships current at ``at``."""
        moment = at or clock.now()
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return cls(at=moment)
        current = user.memberships.current(moment).select_related("organisation", "organisation__area")
        return cls(user=user, memberships=tuple(current), at=moment)

    @classmethod
    def of_service(cls, name: str) -> Actor:
        """The service acting by itself, for instance the importer's clock; ``name`` goes into the ledger."""
        return cls(service=name)

    @property
    def is_known(self) -> bool:
        return bool(self.user or self.link or self.service)

    @property
    def organisation_ids(self) -> frozenset[int]:
        return frozenset(membership.organisation_id for membership in self.memberships)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)

    def holds(self, roles: str | Iterable[str], organisation_id: int | None) -> bool:
        """Whether the actor holds one of ``roles`` in that organisation today."""
        wanted = {roles} if isinstance(roles, str) else set(roles)
        return any(m.role in wanted and m.organisation_id == organisation_id for m in self.memberships)

    def holds_any(self, roles: str | Iterable[str]) -> bool:
        """Whether the actor holds one of ``roles`` in any organisation today."""
        wanted = {roles} if isinstance(roles, str) else set(roles)
        return bool(wanted & self.roles)

    def organisations_as(self, roles: str | Iterable[str]) -> list[Any]:
        """The organisations in which the actor holds one of ``roles``, each once, in order of their code."""
        wanted = {roles} if isinstance(roles, str) else set(roles)
        found = {m.organisation_id: m.organisation for m in self.memberships if m.role in wanted}
        return sorted(found.values(), key=lambda organisation: organisation.code)


ANONYMOUS = Actor()
