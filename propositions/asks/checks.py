"""What an officer is told about an ask before it goes: warnings only, since an ask is not a bid to be refused."""

from __future__ import annotations

from typing import Any

from lis.engine.checks import Check

LONG = 1_000


def warnings(ask: Any, words: dict[str, Any], closed: list[Any]) -> list[Check]:
    """One sentence each about what is missing or odd in ``ask``, with its words by part.

    ``closed`` are named departments that no longer exist. Expects ``departments`` fetched with the ask.
    """
    found = []
    if not ask.departments.all():
        found.append(
            Check("no-department", "No department is named. The unit that coordinates for Government will route it.")
        )
    for department in closed:
        names = " or ".join(successor.code for successor in department.successors.all())
        found.append(
            Check(
                "department-closed",
                f"{department.code} no longer exists."
                + (f" Its work passed to {names}." if names else " Choose another department."),
            )
        )
    if ask.money == "new" and not words.get("money_reason", "").strip():
        found.append(
            Check("new-money", "It asks for new money without a reason. Asks are not bids: say why it is needed.")
        )
    if len(words.get("ask", "")) > LONG:
        found.append(Check("long", "It is long. A clear ask is answered faster: split it if it holds several."))
    return found
