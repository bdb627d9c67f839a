"""What DfE makes of three areas that ask for the same in the demonstration: a group, one text, one exception."""

from __future__ import annotations

from typing import Any


def tell_of_a_group(teller: Any) -> None:
    """Three areas ask for the Careers Hub: DfE answers them with one text, and one of them is the exception."""
    reviewer = teller.who("DfE", "reviewer")
    group = teller.make(
        7, "cluster", "group", reviewer, title="The Careers Hub for the whole of an area",
        asks="LAN-01.1 LIV-01.1 TEE-01.1",
    )  # fmt: skip
    teller.take(
        7, "make_exception", group, reviewer, ask="LIV-01.1",
        note="Its hub reaches all boroughs but one already, so a smaller answer will do.",
    )  # fmt: skip
    common = {
        "stance": "support_with_conditions",
        "words": "We will extend the Careers Hub to the whole of your area from the next school year.",
        "reason": "Employers have shown that they will take part.",
        "condition": "Partners confirm their share of the coordinators’ cost.",
    }
    teller.take(6, "draft_common", group, reviewer, **common)
    teller.draft("TEE-01.1", "DfE", 5, **common)
