"""The negotiation told over the API alone: other words, keys, commitments, and every way in which an ask is settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.people.models import Organisation
from lis.strategies.models import Action, Workstream
from propositions.asks.models import Ask
from tests.factories import asks, wordings
from tests.factories.people import person

from .client import Program, api


def tell_of_a_negotiation(story: Any, area: Organisation, beis: Organisation) -> None:
    """Every step on words, keys and commitments; ``story`` notes which were taken."""
    lead, negotiator = (person(role, of=area) for role in ("lead", "negotiator"))
    wordings.mandate(lead, negotiator, how="jointly")
    here, beside = api(lead), api(negotiator)
    reviewer, clearer = api(person("reviewer", of=beis)), api(person("clearer", of=beis))
    words_of_a_department(story, asks.submitted_ask(beis), reviewer, clearer)
    agreed(story, wordings.negotiated_ask(), here, beside, clearer)
    settled_otherwise(story, here, reviewer, clearer)
    own_action(story, here)


def of_ask(ask: Ask) -> str:
    return f"/api/v1/asks/{ask.ref}/"


def words_of_a_department(story: Any, ask: Ask, reviewer: Program, clearer: Program) -> None:
    side = f"/api/v1/sides/{ask.ref}-BEIS/"
    story.take(reviewer, side, "side", "take")
    story.take(reviewer, side, "side", "propose_ask", proposed="Will Government fund the buses?")
    given = {"ask": "Cover the county.", "concludes_as": "full", "weight": "editorial", "change": "No question."}
    story.take(reviewer, side, "side", "draft_wording", base=1, **given)
    wording = f"/api/v1/wordings/{ask.ref}-BEIS-W1/"
    assert reviewer.get(wording).json()["ask"] == "Cover the county."
    story.take(clearer, wording, "wording", "send_back", note="Warmer.")
    story.take(reviewer, wording, "wording", "redraft", base=1, **{**given, "ask": "Please cover the county."})
    story.take(clearer, wording, "wording", "clear")
    story.take(clearer, wording, "wording", "issue")
    assert clearer.get(of_ask(ask)).json()["version"] == 2
    story.take(reviewer, of_ask(ask), "ask", "call_substantive", note="A question became a promise.")
    story.take(reviewer, side, "side", "draft_wording", base=2, **{**given, "ask": "Cover it."})
    story.take(reviewer, f"/api/v1/wordings/{ask.ref}-BEIS-W2/", "wording", "drop")


def agreed(story: Any, ask: Ask, here: Program, beside: Program, clearer: Program) -> None:
    changed = {**wordings.words_now(ask), "ask": "All fourteen districts.", **wordings.EDITORIAL, "money_reason": ""}
    side = f"/api/v1/sides/{ask.ref}-LAN-LEP/"
    given = {name: value for name, value in changed.items() if value != ""}
    story.take(api(person("drafter", of=ask.body)), side, "side", "draft_wording", **given)
    wording = f"/api/v1/wordings/{ask.ref}-LAN-LEP-W1/"
    story.take(here, wording, "wording", "clear")
    story.take(beside, wording, "wording", "endorse")
    story.take(here, wording, "wording", "issue")
    story.take(beside, of_ask(ask), "ask", "endorse")
    told = here.get(f"{of_ask(ask)}steps/").json()
    assert next(step["available"] for step in told if step["verb"] == "accept")
    story.take(here, of_ask(ask), "ask", "accept", hash=here.get(of_ask(ask)).json()["hash"])
    story.take(clearer, of_ask(ask), "ask", "accept")
    commitment = f"/api/v1/commitments/{ask.ref}-C1/"
    read = here.get(commitment).json()
    assert (read["words"], read["owner"], read["due_on"]) == ("All fourteen districts.", "BEIS", "2027-03-31")
    assert read["agreed_hash"] == here.get(of_ask(ask)).json()["hash"]
    story.take(clearer, commitment, "commitment", "report", rag="green", note="Nine of fourteen.")
    assert here.get(commitment).json()["rag"] == "green"
    story.take(clearer, commitment, "commitment", "deliver", note="Fourteen hubs are open.")


def settled_otherwise(story: Any, here: Program, reviewer: Program, clearer: Program) -> None:
    declined, deferred = (wordings.negotiated_ask(stance=stance) for stance in ("object", "not_now"))
    story.take(clearer, of_ask(declined), "ask", "decline")
    story.take(here, of_ask(declined), "ask", "respond", note="We shall come back.")
    story.take(here, of_ask(declined), "ask", "propose_reopening", note="There is money.")
    story.take(clearer, of_ask(declined), "ask", "reopen", note="There is.")
    tomorrow = clock.today() + dt.timedelta(days=1)
    story.take(clearer, of_ask(deferred), "ask", "defer", back_on=tomorrow.isoformat(), note="Tomorrow.")
    with clock.at(clock.now() + dt.timedelta(days=1)):
        story.take(reviewer, of_ask(deferred), "ask", "take_up")


def own_action(story: Any, here: Program) -> None:
    workstream, _ = Workstream.objects.get_or_create(strategy=asks.strategy(), number=1, defaults={"name": "Energy"})
    Action.objects.create(workstream=workstream, number=1, words="plant a hundred trees")
    made = story.start(
        here, "commitments", "commitment", action=f"{workstream.ref}.1", measure="A hundred trees.",
        deliver_on="2027-03-31",
    )  # fmt: skip
    assert here.get(made).json()["words"] == "We will plant a hundred trees"
