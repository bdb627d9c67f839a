"""What the story tells of positions: one agreed in a team, one that waits for its day, two that differ."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..asks.models import Ask


def tell_of_positions(teller: Any) -> None:
    agree_in_a_team(teller)
    wait_for_a_day(teller)
    differ(teller)
    keep_a_reserve(teller)


def agree_in_a_team(teller: Any) -> None:
    """Defra's team agrees the draft of a reviewer; BEIS talks about its draft on the Drone Zone."""
    teller.take(
        3, "agree_in_team", teller.side("LAN-09.2", "Defra"), teller.who("Defra", "coordinator"),
        note="Read in the team on Tuesday; nobody had anything to add.",
    )  # fmt: skip
    side = teller.take(
        2, "remark", teller.side("LAN-05.1", "BEIS"), teller.who("BEIS", "clearer"),
        words="Has the regulator seen these words? They bind its people as well.", quote="the aviation regulator",
    )  # fmt: skip
    teller.take(
        1, "answer_remark", side, teller.who("BEIS", "reviewer"), remark="1",
        words="It has them since yesterday and will say by the end of the week.",
    )  # fmt: skip


def wait_for_a_day(teller: Any) -> None:
    """Defra has cleared an answer that goes out at nine in the morning, in ten days."""
    side = teller.draft(
        "LAN-09.6", "Defra", 5, stance="explore",
        words="We will discuss demonstration units with the group once the new farming scheme is public.",
    )  # fmt: skip
    clearer = teller.who("Defra", "clearer")
    side = teller.take(4, "clear", side, clearer)
    day = (teller.moment(0) + dt.timedelta(days=10)).date()
    teller.take(
        3, "schedule", side, clearer, day=day.isoformat(), hour="9", note="The scheme is announced the day before."
    )

    # Another is cleared and waits for somebody to issue it.
    teller.take(
        2, "clear",
        teller.draft("LAN-09.3", "Defra", 3, stance="support", words="We will deal with the group together."),
        clearer,
    )  # fmt: skip


def differ(teller: Any) -> None:
    """On the test roads one department says yes and another not yet; Government has found one line. On another not."""
    teller.answer(
        "WMC-01.1", "DfT", 9, stance="support_with_conditions",
        words="We will adapt the trial rules for these roads.", reason="Safety comes first.",
        condition="A safety driver stays on board in the first year.",
    )  # fmt: skip
    teller.answer(
        "WMC-01.1", "BEIS", 8, stance="not_now", words="We would rather wait for the national code of practice.",
        reason="Rules for one region would be overtaken by the code.", condition="The code of practice is published.",
    )  # fmt: skip
    teller.answer(
        "LAN-09.1", "Defra", 4, stance="alternative", words="We offer the group a seat in the regional farm network.",
        reason="The national strategy admits no new partners this year.",
    )  # fmt: skip
    coordinator = teller.who("CLGU", "coordinator")
    teller.make(
        6, "line", "begin", coordinator, ask="WMC-01.1",
        words="Government supports trials on these roads and will say how once the code of practice is published.",
    )  # fmt: skip


def keep_a_reserve(teller: Any) -> None:
    """Lancashire could live with less than it asks for at the Drone Zone, and keeps that to itself."""
    lead = teller.who("LAN-LEP", "lead")
    ask = Ask.objects.with_record().get(record__ref="LAN-05.1")
    reserve = teller.make(
        13, "reserve", "set", lead, ask=ask.ref,
        words="Will Government give assurance on safety cases over the test corridor?",
    )  # fmt: skip
    teller.take(
        4, "change", reserve, lead,
        words="Will Government give assurance on safety cases and lift the flight restrictions over the test corridor "
        "on weekdays?",
    )  # fmt: skip
