"""Other words for an ask, each state reached by its steps."""

from __future__ import annotations

from typing import Any

from lis.boards.models import Board, Delegation
from lis.engine.actor import Actor
from lis.people.models import Organisation, User
from propositions.asks.models import Ask
from propositions.wording.models import Wording

from . import boards
from .asks import issued_side, side, submitted_ask, take
from .people import actor, body, department

# Other words that say who delivers, how it is measured and by when.
WHOLE = {
    "ask": "The programme covers all fourteen districts.",
    "owner": "department",
    "measure": "Fourteen districts with a hub.",
    "deliver_on": "2027-03-31",
    "concludes_as": "full",
    "weight": "substantive",
    "change": "It says who covers which districts by when.",
}
EDITORIAL = {"weight": "editorial", "change": "Plainer words."}
IN_PRINCIPLE = {
    **WHOLE, "owner": "", "measure": "", "concludes_as": "principle", "condition": "The spending review allows it.",
    "deliver_on": "2027-06-30", "change": "In principle, on a condition.",
}  # fmt: skip


def last_version(of_ask: Ask) -> Any:
    return of_ask.record.versions.order_by("-number").first()


def words_now(of_ask: Ask, **changed: Any) -> dict[str, Any]:
    """What the form for other words holds at first, with what is changed in it."""
    version = last_version(of_ask)
    names = ("ask", "money_reason", "owner", "measure", "deliver_on", "concludes_as", "condition")
    return {
        "base": version.number,
        **{name: version.content.get(name, "") for name in names},
        "concludes_as": version.content.get("concludes_as") or "full",
        **changed,
    }


def writer_of(of: Organisation) -> Actor:
    return actor("drafter" if of.is_area_body else "reviewer", of=of)


def clearer_of(of: Organisation) -> Actor:
    return actor("lead" if of.is_area_body else "clearer", of=of)


def drafted_wording(of_ask: Ask, of: Organisation, by: Actor | None = None, **words: Any) -> Wording:
    """Other words drafted by that body, which has taken the ask as its own."""
    part, by = side(of_ask, of), by or writer_of(of)
    if part.status == "routed":
        part = take("take", part, by)
    take("draft_wording", part, by, **words_now(of_ask, **(words or WHOLE)))
    return Wording.objects.with_record().filter(ask=of_ask, organisation=of).latest("pk")


def cleared_wording(of_ask: Ask, of: Organisation, by: Actor | None = None, **words: Any) -> Wording:
    return take("clear", drafted_wording(of_ask, of, **words), by or clearer_of(of))


def issued_wording(of_ask: Ask, of: Organisation, by: Actor | None = None, **words: Any) -> Wording:
    """The words are the next version of the ask."""
    cleared = cleared_wording(of_ask, of, **words)
    return take("issue", cleared, by or (negotiator(of) if of.is_area_body else clearer_of(of)))


def board_of(of: Organisation) -> Board:
    return Board.objects.with_record().filter(organisation=of).first() or boards.board(of)


def mandate(*people: User, how: str = "either", until_on: str = "", about: tuple[str, ...] = ()) -> Delegation:
    """A mandate over the strategy of Lancashire for posts that these people hold."""
    on, posts = board_of(body()), [f"Post {user.pk}" for user in people]
    for post, user in zip(posts, people, strict=True):
        boards.holder(on, post, user)
    return boards.delegation(*posts, on=on, how=how, until_on=until_on, about=about)


def negotiator(of: Organisation | None = None) -> Actor:
    """A negotiator of the area with a mandate of its board."""
    somebody = actor("negotiator", of=of or body())
    mandate(somebody.user)
    return somebody


def negotiated_ask(*others: Organisation, stance: str = "support", **words: Any) -> Ask:
    """An ask that BEIS leads on, with words of BEIS that say everything and its issued position on them."""
    beis = department("BEIS")
    ask = submitted_ask(beis, *others, lead_department="BEIS")
    issued_wording(ask, beis, **(words or WHOLE))
    issued_side(ask, beis, stance=stance, **STANCES.get(stance, {}))
    return Ask.objects.with_record().get(pk=ask.pk)


# What a position has to say beside its words.
STANCES = {
    "object": {"reason": "It would cost too much."},
    "not_now": {"reason": "The review comes first.", "condition": "After the spending review."},
}


def agreed_ask(*others: Organisation, **words: Any) -> Ask:
    """The ask once the area and BEIS have accepted the same words."""
    ask = negotiated_ask(*others, **words)
    take("accept", ask, actor("clearer", of=department("BEIS")))
    return take("accept", ask, negotiator())


def declined_ask() -> Ask:
    return take("decline", negotiated_ask(stance="object"), actor("clearer", of=department("BEIS")))


def deferred_ask(back_on: str = "2027-05-03") -> Ask:
    ask = negotiated_ask(stance="not_now")
    return take("defer", ask, actor("clearer", of=department("BEIS")), back_on=back_on, note="After the review.")
