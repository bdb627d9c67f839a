"""What people answered to the second round of the demonstration: a dozen responses, each sent at its own moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor

from ..responses import holding
from ..responses.asked import Asked, AskedQuestion, asked_now
from ..responses.forms import Sending
from ..responses.lifecycle import workflow
from ..responses.models import Response
from ..rounds.models import Round

THE_PUBLIC = Actor.of_service("the public, over the API")
AGREE, STRONGLY, NEITHER, DISAGREE, CANNOT_SAY = (
    "Agree", "Strongly agree", "Neither agree nor disagree", "Disagree", "I cannot say",
)  # fmt: skip


@dataclass(frozen=True)
class Opinion:
    """One response: the day after opening and the hour, the answers in the order of the questions, and its sender.

    An answer is words; options are named by their words, several with semicolons between; "" is none.
    """

    day: int
    hour: int
    answers: tuple[str, ...]
    publication: str = "in_full"
    name: str = ""
    email: str = ""
    organisation: str = ""
    represents: str = ""
    channel: str = Response.Channel.PAGE


OPINIONS = (
    Opinion(
        0, 10,
        (AGREE, "Infrastructure; People", "Nothing is said of those who look after others and cannot work full days.",
         CANNOT_SAY, AGREE, CANNOT_SAY, STRONGLY, "The last 84 from Crewe leaves at 18:40. I have the timetable "
         "of 2014: it was 22:10.", "", "Cheshire East", "Crewe", "From a friend or neighbour"),
        name="Delyth Farrow",
    ),
    Opinion(
        1, 9,
        (STRONGLY, "Ideas; People", "", STRONGLY, NEITHER, STRONGLY, AGREE,
         "Our own survey of 212 members: 61 looked for a laboratory last year and 19 found one within the area.",
         "The figures on hydrogen are right. Those on nuclear stop in 2015.", "Warrington", "Birchwood",
         "From an employer"),
        organisation="Mersey Gate Science Network", represents="212 firms, most of them with fewer than ten people",
        name="Dr Anselm Okoro", email="office@mersey-gate.example",
    ),
    Opinion(
        2, 21,
        (DISAGREE, "Places", "Why is there no theme for the land? Two in three of our parishes are farming.",
         DISAGREE, AGREE, CANNOT_SAY, AGREE, "", "", "Cheshire West and Chester", "Malpas",
         "From a council or a library"),
        publication="without_name", name="Gwen Thackeray", email="gwen@thackeray.example",
    ),
    Opinion(
        4, 13,
        (AGREE, "People", "Apprenticeships for those over forty.", STRONGLY, AGREE, "", STRONGLY, "", "", "Warrington",
         "Latchford", "From an employer"),
        publication="not_published",
    ),
    Opinion(
        6, 8,
        (NEITHER, "Infrastructure", "A second crossing of the canal. Everything else follows from that.", CANNOT_SAY,
         DISAGREE, CANNOT_SAY, DISAGREE, "Count the lorries on Knutsford Road at seven in the morning.", "",
         "Warrington", "Stockton Heath", "In the news or online"),
        name="R. Bickerstaffe",
    ),
    Opinion(
        7, 15,
        (STRONGLY, "People; Places", "Care, which employs one in eight here, is in none of the four.", AGREE, STRONGLY,
         CANNOT_SAY, STRONGLY,
         "Rota data of eleven homes show that 140 shifts a month are refused for want of a bus. We can share them.", "",
         "Somewhere else", "", "From a council or a library"),
        organisation="Alliance of Care Homes in Mid Cheshire", represents="34 homes with about 1,900 staff",
        name="Precious Adeyemi", email="chair@care-homes.example", publication="without_name",
    ),
    Opinion(
        9, 11,
        (AGREE, "Ideas; Infrastructure", "", STRONGLY, AGREE, STRONGLY, NEITHER, "Patents by postcode are with the "
         "Intellectual Property Office and cost nothing.", "Fair, but too short.", "Cheshire East", "Alderley Edge",
         "From an employer"),
        organisation="Alder Park Laboratories", represents="A landlord with 40 tenants", name="Hugo Lindqvist",
        channel=Response.Channel.API,
    ),
    Opinion(
        11, 19,
        (DISAGREE, "Places", "Please write it so that one can read it. I gave up on the framework.", CANNOT_SAY, AGREE,
         CANNOT_SAY, STRONGLY, "", "", "Cheshire West and Chester", "Ellesmere Port", "From a friend or neighbour"),
    ),
    Opinion(
        12, 10,
        (AGREE, "People", "Young people leave at eighteen. Ask them.", AGREE, STRONGLY, CANNOT_SAY, STRONGLY,
         "The sixth forms know where each of theirs went. Nobody has put it together.", "", "Cheshire East",
         "Macclesfield", "From an employer"),
        organisation="Heads of the Sixth Forms", represents="Nineteen schools and colleges", name="Iwan Prosser",
        email="iwan@sixth-forms.example",
    ),
    Opinion(
        14, 17,
        (STRONGLY, "Infrastructure", "Broadband in the hills.", "", "", "", AGREE, "", "", "Cheshire East",
         "Wildboarclough", "In the news or online"),
        publication="without_name",
    ),
    Opinion(
        16, 12,
        (AGREE, "Ideas; People; Infrastructure; Places", "The order does not matter as long as somebody does it.",
         NEITHER, NEITHER, NEITHER, NEITHER, "", "The section leaves out what the works do with their heat.",
         "Cheshire West and Chester", "Northwich", "In the news or online"),
        name="Tariq Holmes", publication="in_full", channel=Response.Channel.API,
    ),
    Opinion(
        18, 22,
        (DISAGREE, "People", "=SUM(promises) is easily written; last time it came to nothing.", AGREE, AGREE,
         CANNOT_SAY, AGREE, "", "", "Warrington", "", "From a friend or neighbour"),
        publication="not_published", name="A former councillor",
    ),
)  # fmt: skip


def tell(to: Round) -> list[Response]:
    """Send every opinion to ``to``, a round of these questions that has been open for longer than they take."""
    asked = asked_now(to)
    return [_send(to, asked, opinion, number) for number, opinion in enumerate(OPINIONS)]


def _send(to: Round, asked: Asked, opinion: Opinion, number: int) -> Response:
    day = to.opens_at.astimezone(clock.LONDON).date() + dt.timedelta(days=opinion.day)
    received = clock.on(day, opinion.hour, (7 * number) % 60).replace(second=11)
    with clock.at(received):
        by, began = THE_PUBLIC, received
        if opinion.channel == Response.Channel.PAGE:
            began = received - dt.timedelta(minutes=9 + number)
            held = holding.begin(to, began)
            by = Actor(link=held.link)
            holding.forget(held)
        data = _data(asked, opinion) | {"sending": Sending(to, received, began, asked, opinion.channel)}
        return workflow.create("submit", by=by, data=data, key=f"as told {number}")


def _data(asked: Asked, opinion: Opinion) -> dict[str, Any]:
    answers = {
        question.name: _value(question, words)
        for question, words in zip(asked.questions, opinion.answers, strict=True)
        if words
    }
    return {
        **answers,
        "capacity": Response.Capacity.ORGANISATION if opinion.organisation else Response.Capacity.PERSON,
        "organisation_name": opinion.organisation,
        "represents": opinion.represents,
        "name": opinion.name,
        "email": opinion.email,
        "publication": opinion.publication,
    }


def _value(question: AskedQuestion, words: str) -> Any:
    if question.in_words:
        return words
    codes = {label: code for code, label in question.options}
    chosen = [codes[label] for label in words.split("; ")]
    return chosen if question.kind == "multiple" else chosen[0]
