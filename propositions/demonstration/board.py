"""The board of Lancashire in the demonstration: its meeting on the propositions, its mandates, and the next meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lis.boards.attachments import add_attachment
from lis.boards.models import Board, Recommendation
from lis.calendar_days.days import is_working_day
from lis.engine import clock
from lis.engine.actor import Actor
from lis.people.models import User

BODY = "LAN-LEP"
OUT = 40
CHAIR, CHIEF_EXECUTIVE = "Chair", "Chief executive"
NEXT = 24

PARAGRAPHS = """# Where we are

The national strategy asks every area for one of its own, to raise what each hour of work earns. Most areas of the \
first two waves have published theirs. We belong to the third.

Evidence was gathered in public, over the summer and online. Two large workshops, the councils, health, business, \
colleges and both universities were heard. The department has signed off the evidence.

By the end of March three things are still to be done: our own actions, the asks of Government with what Government \
puts in, and the document itself.

# A general election

Whoever governs after the election, work on industries, skills and places will go on, though perhaps in another shape. \
It helps to be ready with a clear list.

# The propositions

The strategy is not a bid for money. Its asks are about what else Government can do: permit, recognise, share and join \
in. They are set out proposition by proposition, each with what, why and how.

Talks with departments go back and forth. Some asks will go further than others, and some will lead to new ones. The \
board cannot meet on each of them, so it is suggested that the chair and the chief executive carry the talks on.
"""
RECOMMENDATIONS = (
    ("(i)", ("note",), "Note how far the strategy has come; the slides are at Appendix A."),
    ("(ii)", ("agree",), "Agree the propositions listed as the basis on which talks with Government begin."),
    ("(iii)", ("delegate",), "Let the chair and the chief executive lead these talks, with partners where it helps."),
    ("(iv)", ("reflect", "delegate"),
     "Consider what the general election means, and let the chair and the chief executive open the conversation with "
     "the new Government and report back on what it expects."),
)  # fmt: skip
MINUTES = """The chair welcomed members. The head of strategy showed the slides.

Members asked how the asks on skills fit together. They were content that one official leads on each.

Mrs Halsall took no part in deciding the item, since she had declared an interest.
"""
COMING = """Since the last meeting another proposition has been found ready. It sets up a task force on clean growth.

A partner has offered a site for its demonstrator. Terms are still being discussed and are set out in Part II.
"""
EXEMPT = """The owner of the site asks for a lease of ten years with a break after five.

Two other sites would do. Naming the price now would weaken our hand with all three.
"""
SLIDES = "Theme,Ideas,Ready\nPeople,5,4\nIdeas,3,2\nPlaces,2,1\nInfrastructure,1,1\nBusiness Environment,1,1\n"


def someone(name: str) -> User:
    """A person of Lancashire in the demonstration, by the first part of their address."""
    return User.objects.get(email=f"{name}@lancashire.example")


def set_up(teller: Any) -> Board:
    """The board sits, and its chair and the chief executive hold the posts to which it can delegate."""
    secretary = teller.who(BODY, "secretary")
    board = teller.make(58, "board", "set_up", secretary, organisation=BODY, name="Board of Directors")
    since = "2018-01-01"
    for name, capacity in (("chair", "Chair"), ("member", "Member")):
        person = someone(name).email
        teller.take(57, "seat", board, secretary, person=person, capacity=capacity, from_on=since)
    for name, post in (("chair", CHAIR), ("chief-executive", CHIEF_EXECUTIVE)):
        person = someone(name).email
        teller.take(57, "fill_post", board, secretary, post=post, person=person, from_on=since)
    return board


def put_to_the_board(teller: Any, board: Board, propositions: list[Any], strategy: Any) -> None:
    """The papers go out in time, the board meets, agrees, and gives two mandates."""
    secretary = teller.who(BODY, "secretary")
    held = weekday(teller, 26, 1)
    held_on = teller.moment(held).date()
    meeting = teller.make(
        50, "meeting", "arrange", secretary, board=board.ref, title="Meeting on the strategy",
        held_on=held_on.isoformat(), place="County Hall, Preston",
    )  # fmt: skip
    report = write(
        teller, 45, meeting, title="Our Local Industrial Strategy: where it stands, and what we ask",
        summary="To tell the board where the strategy stands, and to begin talks with Government on its asks.",
        paragraphs=PARAGRAPHS,
    )  # fmt: skip
    with clock.at(teller.moment(44)):
        slides = SimpleUploadedFile("themes.csv", SLIDES.encode(), content_type="text/csv")
        add_attachment(report, "appendix", "A", "Themes and the ideas under them", slides, secretary)
    about = {"(ii)": [one.ref for one in propositions], "(iii)": [strategy.ref], "(iv)": [strategy.ref]}
    for label, verbs, words in RECOMMENDATIONS:
        teller.make(
            OUT + 1, "recommendation", "add", secretary, report=report.ref, label=label, verbs=list(verbs),
            words=words, targets="\n".join(about.get(label, [])),
        )  # fmt: skip
    teller.take(OUT, "publish_agenda", meeting, secretary)
    teller.take(
        30, "declare_interest", report, Actor.of(someone("member")),
        note="I am a director of a firm that tests aircraft on the airfield of the Drone Zone.",
    )  # fmt: skip
    people = [seat.person.email for seat in board.members.all()]
    teller.take(held, "hold", meeting, secretary, present=people)
    for one in Recommendation.objects.with_record().filter(report=report).order_by("position"):
        decide(teller, one, secretary, strategy, held)
    teller.take(held - 3, "write_minutes", meeting, secretary, minutes=MINUTES)


def decide(teller: Any, one: Recommendation, secretary: Actor, strategy: Any, held: int) -> None:
    """What the board decided on each of the four: two as recommended, two mandates."""
    mandate = {"posts": [CHAIR, CHIEF_EXECUTIVE], "how": "either", "targets": strategy.ref}
    if one.label == "(iii)":
        teller.take(
            held, "delegate", one, secretary, **mandate,
            scope="Carry on the talks with Government about the strategy and its asks, and agree words within what "
            "the board has agreed.",
            consulting="the partners whom an ask concerns", until_on=ahead(teller, 200),
        )  # fmt: skip
    elif one.label == "(iv)":
        teller.take(
            held, "delegate", one, secretary, **mandate,
            scope="Open the conversation with the new Government about what it expects of local strategies.",
            report_back_on=ahead(teller, NEXT),
        )  # fmt: skip
    else:
        teller.take(held, "decide", one, secretary)


def prepare_the_next(teller: Any, board: Board, proposition: Any) -> None:
    """A meeting ahead whose papers are being written, with a part that is not for the public."""
    secretary = teller.who(BODY, "secretary")
    held_on = ahead(teller, -weekday(teller, -NEXT, -1))
    meeting = teller.make(
        6, "meeting", "arrange", secretary, board=board.ref, title="Next meeting", held_on=held_on,
        place="University of Central Lancashire, Preston",
    )  # fmt: skip
    report = write(
        teller, 4, meeting, title="A task force on clean growth",
        summary="To put forward one more proposition.", paragraphs=COMING,
    )  # fmt: skip
    teller.make(
        4, "recommendation", "add", secretary, report=report.ref, label="(i)", verbs=["agree"],
        words="Agree that the task force is put to Government.", targets=proposition.ref,
    )  # fmt: skip
    exempt = teller.make(
        3, "part_two", "add", secretary, report=report.ref, paragraph="3",
        reason="Terms of a lease are being discussed. To name them now would cost the public more than it learns.",
        words=EXEMPT,
    )  # fmt: skip
    teller.take(3, "clear", exempt, secretary, person=someone("chair").email)


def write(teller: Any, days_ago: int, meeting: Any, **words: str) -> Any:
    secretary = teller.who(BODY, "secretary")
    report = teller.make(days_ago, "report", "start", secretary, meeting=meeting.ref, title=words["title"])
    return teller.take(days_ago, "write", report, secretary, **words)


def weekday(teller: Any, days_ago: int, step: int) -> int:
    """So many days ago, or the first working day before it (``step`` 1) or after it (-1)."""
    while not is_working_day(teller.moment(days_ago).date()):
        days_ago += step
    return days_ago


def ahead(teller: Any, days: int) -> str:
    return (teller.moment(0).date() + dt.timedelta(days=days)).isoformat()
