"""What a step needs in order to be taken through a door."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lis.people.models import User


@dataclass(frozen=True)
class Scene:
    """A noun at the moment before a step, who takes it, and what they give."""

    noun: Any
    by: User
    data: dict[str, Any] = field(default_factory=dict)
