"""How asks of Lancashire are negotiated in the demonstration: to a commitment, in principle, declined, deferred."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.people.models import User
from lis.strategies.models import Action, Strategy

from ..asks.models import Ask
from ..wording.models import Wording

LANCASHIRE, CHAIR = "LAN-LEP", "chair@lancashire.example"


def tell_of_negotiation(teller: Any) -> None:
    # The board has given the chair its mandate to carry the talks on.
    chair = Actor.of(User.objects.get(email=CHAIR))
    careers_hub(teller, chair)
    in_principle(teller, chair)
    declined(teller)
    deferred(teller)
    own_action(teller)


def ask(ref: str) -> Ask:
    return Ask.objects.with_record().get(record__ref=ref)


def words_now(of_ask: Ask, **changed: str) -> dict[str, Any]:
    """The words as they are, with what is changed in them."""
    return {**workflows["side"].starting_words(of_ask), **changed}


def reword(teller: Any, ref: str, body: str, days_ago: int, *, clearer: Actor, issuer: Actor, **words: str) -> None:
    """One side drafts other words, another of its people clears them, and they are issued."""
    writer = teller.who(body, "drafter" if body == LANCASHIRE else "reviewer")
    teller.take(days_ago, "draft_wording", teller.side(ref, body), writer, **words_now(ask(ref), **words))
    wording = Wording.objects.with_record().filter(ask__record__ref=ref, organisation__code=body).latest("pk")
    teller.take(days_ago, "clear", wording, clearer)
    teller.take(days_ago, "issue", wording, issuer)


def careers_hub(teller: Any, chair: Actor) -> None:
    """The department puts its answer into words that can be kept; the area makes them plainer; both accept."""
    clearer, lead = teller.who("DfE", "clearer"), teller.who(LANCASHIRE, "lead")
    reword(
        teller, "LAN-01.1", "DfE", 9, clearer=clearer, issuer=clearer,
        ask="The Department extends the Careers Hub to all fourteen districts of Lancashire, one term after the "
        "partners have confirmed their share of the coordinators’ cost.",
        owner="department", measure="Fourteen districts with a hub, each with a coordinator in post.",
        deliver_on=(teller.today + dt.timedelta(days=300)).isoformat(), concludes_as="full",
        weight="substantive", change="It says who extends the hub, to where, by when, and what partners do first.",
    )  # fmt: skip
    teller.answer(
        "LAN-01.1", "DfE", 6, stance="support_with_conditions",
        words="We stand by these words, with the condition that they now hold.", reason="Employers take part.",
        condition="Partners confirm their share of the coordinators’ cost.",
    )  # fmt: skip
    for answer in ask("LAN-01.1").answers.with_record().order_by("-pk")[:1]:
        teller.take(6, "read", answer, lead)
    reword(
        teller, "LAN-01.1", LANCASHIRE, 5, clearer=lead, issuer=chair,
        ask="The Department extends the Careers Hub to all fourteen districts of Lancashire. It does so one term "
        "after the partners have confirmed their share of the coordinators’ cost.",
        weight="editorial", change="One long sentence became two short ones.",
    )  # fmt: skip
    teller.take(4, "accept", ask("LAN-01.1"), clearer)
    teller.take(3, "accept", ask("LAN-01.1"), chair, note="Agreed under the board’s mandate.")
    commitment = ask("LAN-01.1").commitments.with_record().get()
    teller.take(
        1, "report", commitment, teller.who("DfE", "reviewer"), rag="green",
        note="Two coordinators are being recruited. Nine districts have named a school to begin with.",
    )  # fmt: skip


def in_principle(teller: Any, chair: Actor) -> None:
    clearer = teller.who("BEIS", "clearer")
    reword(
        teller, "LAN-09.1", "BEIS", 4, clearer=clearer, issuer=clearer,
        ask="The group is a partner of the national Agri-Tech Strategy in its next phase.", concludes_as="principle",
        condition="The next phase of the strategy is funded.",
        deliver_on=(teller.today + dt.timedelta(days=200)).isoformat(), weight="substantive",
        change="In principle only, until the next phase is funded.",
    )  # fmt: skip
    teller.answer("LAN-09.1", "BEIS", 2, stance="support", words="We support this in principle, for the next phase.")
    teller.take(2, "accept", ask("LAN-09.1"), clearer)
    teller.take(1, "accept", ask("LAN-09.1"), chair)


def declined(teller: Any) -> None:
    teller.answer(
        "LAN-07.2", "CO", 8, stance="not_agreed", words="Government does not plan further offices in Preston.",
        reason="The programme of hubs is complete for this decade, and the district is not among its places.",
    )  # fmt: skip
    teller.take(5, "decline", ask("LAN-07.2"), teller.who("CO", "clearer"))
    teller.take(
        3, "respond", ask("LAN-07.2"), teller.who(LANCASHIRE, "lead"),
        note="We regret this. The district goes ahead with private tenants, and we shall ask again when the programme "
        "of hubs is renewed.",
    )  # fmt: skip


def deferred(teller: Any) -> None:
    back_on = (teller.today + dt.timedelta(days=120)).isoformat()
    teller.answer(
        "LAN-07.1", "MHCLG", 8, stance="not_now", words="The retention of rates is under review for all areas.",
        reason="The review of business rates has to come first.", condition="Once the review has reported.",
    )  # fmt: skip
    teller.take(
        4, "defer", ask("LAN-07.1"), teller.who("MHCLG", "clearer"), back_on=back_on,
        note="The review is expected to report before then.",
    )  # fmt: skip


def own_action(teller: Any) -> None:
    """The area commits itself to the first dated action of its strategy, if it has one."""
    strategy = Strategy.objects.with_record().get(record__ref="LAN-LIS")
    action = Action.objects.filter(workstream__strategy=strategy, by_on__isnull=False).order_by("pk").first()
    if action is None:
        return
    teller.make(
        2, "commitment", "declare", teller.who(LANCASHIRE, "lead"), action=f"{action.workstream.ref}.{action.number}",
        measure="It is done, and partners have seen it.", deliver_on=action.by_on.isoformat(),
    )  # fmt: skip
