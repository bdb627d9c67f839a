"""Who groups asks, and what must hold before a group is changed."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.words import person

from ..sides.permissions import DEPARTMENT_ROLES


@person("a reviewer, clearer or coordinator of a department")
def in_government(actor: Actor, cluster: Any, facts: Any) -> bool:
    return actor.holds_any(DEPARTMENT_ROLES)


@person("a reviewer, clearer or coordinator of the department that made the group")
def of_its_body(actor: Actor, cluster: Any, facts: Any) -> bool:
    return actor.holds(DEPARTMENT_ROLES, cluster.organisation_id)
