"""Which lifecycle belongs to which kind of record: how one room reaches another's nouns without importing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .workflow import Workflow

workflows: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Make a lifecycle known under its kind; two lifecycles of one kind are a mistake."""
    if workflow.kind in workflows:
        raise ValueError(f"There are two lifecycles for {workflow.kind}.")
    workflows[workflow.kind] = workflow
    return workflow


def workflow_of(record: Any) -> Workflow:
    """The lifecycle of a record (or of anything that names its ``kind``)."""
    return workflows[record.kind]


def inheriting_kinds() -> list[str]:
    """The kinds of record that are seen by whoever sees their root, in order."""
    return sorted(kind for kind, workflow in workflows.items() if workflow.model.inherits_visibility)
