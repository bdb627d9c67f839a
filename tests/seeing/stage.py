"""Who is there and what has happened, for every test of seeing: two areas, three departments, the coordinating unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.writing import save_drafts
from lis.exports.models import Download
from lis.frameworks.models import Cue, Programme, Vocabulary
from lis.jobs.models import Job
from lis.notices.models import Notice, SentMail
from lis.papers.models import PolicyPositionPaper
from lis.people.models import Organisation, User
from lis.strategies.models import Action
from lis.tokens.models import ApiToken
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.forms import Reading
from propositions.intake.models import SourceDocument
from propositions.intake.reading.upload import read_upload
from propositions.intake.receiving import receive
from tests.factories import asks, papers
from tests.factories.jobs import do_all_work
from tests.factories.people import body, department, person, superuser

from . import consulting

# Everything on the stage was done in the morning and is looked at after noon; what a test plants comes in between.
MORNING = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.UTC)
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

ROLES = {
    "drafter": ("LAN-LEP", "drafter"),
    "lead": ("LAN-LEP", "lead"),
    "secretary": ("LAN-LEP", "secretary"),
    "negotiator": ("LAN-LEP", "negotiator"),
    "neighbour": ("CHW-LEP", "lead"),
    "reviewer": ("BEIS", "reviewer"),
    "clearer": ("BEIS", "clearer"),
    "partner": ("DfE", "reviewer"),
    "stranger": ("Defra", "reviewer"),
    "coordinator": ("CLGU", "coordinator"),
    "administrator": ("CONCORDAT", "administrator"),
}


@dataclass
class Stage:
    """The people by part, the bodies by code, and what tests name by hand."""

    people: dict[str, User]
    bodies: dict[str, Organisation]
    ask: Ask
    proposition: Any
    paper: Any
    places: dict[str, Any] = field(default_factory=dict)

    def actor(self, part: str) -> Actor:
        return Actor.of(self.people[part])

    def client(self, part: str) -> Client:
        """A browser in which that person is signed in; nobody for "anonymous"."""
        client = Client()
        if part != "anonymous":
            client.force_login(self.people[part])
        return client


# Every text on the stage holds a beast of its own: who may read it, wherever it turns up. "quokka" stands in all.
AREA = frozenset({"drafter", "lead", "secretary", "negotiator"})
BEIS = frozenset({"reviewer", "clearer"})
ON_THE_ASK = AREA | BEIS | {"partner", "coordinator"}
ELSEWHERE = frozenset({"neighbour", "stranger", "coordinator"})
EVERYBODY = frozenset(ROLES) | {"anonymous", "superuser"}
BEASTS = {
    "axolotl": ON_THE_ASK,  # the ask that was submitted
    "badger": ON_THE_ASK,  # the proposition above it
    "capybara": AREA | BEIS | {"coordinator"},  # the ask that was routed to BEIS
    "dingo": AREA,  # why the proposition was found ready
    "echidna": AREA,  # why it was taken back to drafting
    "fossa": ON_THE_ASK,  # the line to Government at its submission
    "gibbon": AREA,  # a draft on the submitted ask
    "hoopoe": AREA,  # a draft on the submitted proposition
    "iguana": AREA,  # a proposition that is a draft
    "jerboa": AREA,  # its ask
    "kakapo": ELSEWHERE,  # the neighbour's proposition
    "lemur": ELSEWHERE,  # its ask
    "manatee": ON_THE_ASK,  # the question of BEIS
    "narwhal": ON_THE_ASK,  # its answer
    "ocelot": frozenset({"partner"}),  # why DfE took the ask
    "pangolin": frozenset({"partner"}),  # the position that DfE drafted first
    "quagga": ON_THE_ASK,  # the position that it issued
    "raccoon": frozenset({"partner"}),  # what was noted on issuing it
    "serval": BEIS | {"coordinator"},  # why CLGU passed the other ask to BEIS
    "tapir": BEIS,  # why BEIS took it
    "urchin": BEIS,  # the position that BEIS has drafted on it
    "vicuna": BEIS,  # why it was sent back
    "wombat": BEIS,  # the position that is cleared and not issued
    "xerus": ON_THE_ASK,  # the paper
    "yapok": AREA,  # why it went to internal review
    "zorilla": AREA,  # a draft on the submitted paper
    "aardvark": AREA,  # a paper that is a draft
    "bandicoot": ELSEWHERE,  # the neighbour's paper
    "caracal": AREA,  # the ambition of the workstream
    "dugong": AREA,  # its action
    "ermine": AREA,  # the source document, and its file
    "gecko": EVERYBODY,  # the finding that the open round is about, as it was chosen
    "heron": AREA,  # what was added to it later
    "impala": AREA,  # a finding that is a draft
    "jackal": frozenset({"neighbour"}),  # the neighbour's finding
    "koala": EVERYBODY,  # the open round
    "loris": EVERYBODY,  # what it asks
    "marmot": EVERYBODY,  # its document
    "numbat": EVERYBODY,  # why it asks about the finding
    "okapi": AREA,  # what was noted on sending it for review
    "puffin": AREA,  # what was noted on scheduling it
    "quail": EVERYBODY,  # why it closes later
    "reindeer": AREA,  # a round that is a draft
    "stoat": AREA,  # what it would ask
    "toucan": AREA,  # its document
    "uakari": AREA,  # a round that opens tomorrow
    "wolverine": AREA,  # what it will ask
    "weasel": AREA,  # the finding that it will be about
    "tarsier": AREA,  # its document
    "walrus": AREA,  # what somebody answered
    "mongoose": AREA,  # the organisation that they answered for
    "chinchilla": frozenset(),  # their name and address, which are for consultation officers
    "ferret": frozenset(),  # what somebody searched for when they took a table
}


def beastly(beast: str) -> str:
    """Words that hold this beast."""
    return f"Of the {beast} and the quokka."


def set_stage() -> None:
    """Lancashire has submitted LAN-01 with an ask to BEIS and DfE and one that CLGU routed to BEIS; LAN-02 is a draft.

    On the first ask BEIS has asked a question and had its answer, and DfE has issued an answer; on the second BEIS
    has cleared a position. Cheshire and Warrington has an ask with Defra. Papers: LAN-P01 submitted to BEIS and
    shared with DfE, LAN-P02 a draft, CHW-P01 submitted to Defra. Lancashire has received a source document. Of its
    consultations one is open, one a draft, one opens tomorrow.
    """
    with clock.at(MORNING):
        bodies = {code: department(code) for code in ("BEIS", "DfE", "Defra", "CLGU")}
        bodies |= {code: body(code) for code in ("LAN-LEP", "CHW-LEP", "CONCORDAT")}
        people = {
            part: person(role, of=bodies[code], name=part.title(), email=f"{part}@{code.lower()}.example")
            for part, (code, role) in ROLES.items()
        }
        people["superuser"] = superuser("superuser@test.example")
        here = {part: Actor.of(user) for part, user in people.items()}
        first = _asks_of_lancashire(bodies, here)
        _asks_elsewhere(bodies, here)
        ask, routed = Ask.objects.with_record().filter(proposition=first).order_by("pk")
        _exchange(ask, bodies, here)
        _inside(routed, bodies, here)
        _papers(bodies, here)
        _source(here)
        consulting.consult(bodies, here, beastly)
        do_all_work()
        _belongings(people)


def find_stage() -> Stage:
    """The stage that was set, found again in its database."""
    bodies = {code: department(code) for code in ("BEIS", "DfE", "Defra", "CLGU")}
    bodies |= {code: body(code) for code in ("LAN-LEP", "CHW-LEP", "CONCORDAT")}
    people = {part: User.objects.get(email=f"{part}@{code.lower()}.example") for part, (code, _) in ROLES.items()}
    people["superuser"] = User.objects.get(email="superuser@test.example")
    ask = Ask.objects.with_record().get(record__ref="LAN-01.1")
    first = Proposition.objects.with_record().get(record__ref="LAN-01")
    paper = PolicyPositionPaper.objects.with_workstream().get(record__ref="LAN-P01")
    return Stage(people, bodies, ask, first, paper, _places(people, bodies, paper))


def _asks_of_lancashire(bodies: dict[str, Organisation], here: dict[str, Actor]) -> Any:
    lancashire, drafter, lead = bodies["LAN-LEP"], here["drafter"], here["lead"]
    first = asks.proposition(lancashire, by=drafter, why=beastly("badger"))
    ask = asks.ask(first, by=drafter, departments=(bodies["BEIS"], bodies["DfE"]), ask=beastly("axolotl"))
    asks.ask(first, by=drafter, ask=beastly("capybara"))
    first = asks.take("ready", first, lead, note=beastly("dingo"))
    first = asks.take("redraft", first, drafter, note=beastly("echidna"))
    first = asks.take("ready", first, lead)
    first = asks.take("submit", first, lead, **asks.MANDATE, note=beastly("fossa"))
    save_drafts(ask.record, lancashire, {"ask": beastly("gibbon")}, by=drafter.user)
    save_drafts(first.record, lancashire, {"how": beastly("hoopoe")}, by=drafter.user)
    second = asks.proposition(lancashire, by=drafter, title="Tidal barrage", why=beastly("iguana"))
    asks.ask(second, by=drafter, departments=(bodies["BEIS"],), ask=beastly("jerboa"))
    return first


def _asks_elsewhere(bodies: dict[str, Organisation], here: dict[str, Actor]) -> None:
    elsewhere = asks.proposition(
        bodies["CHW-LEP"], by=here["neighbour"], title="Hydrogen villages", what=beastly("kakapo")
    )
    asks.ask(elsewhere, by=here["neighbour"], departments=(bodies["Defra"],), ask=beastly("lemur"))
    asks.submit(elsewhere)


def _exchange(ask: Ask, bodies: dict[str, Organisation], here: dict[str, Actor]) -> None:
    asks.take("ask", asks.side(ask, bodies["BEIS"]), here["reviewer"], question=beastly("manatee"))
    asks.take("answer", ask.clarifications.with_record().get(), here["drafter"], answer=beastly("narwhal"))
    education, partner = bodies["DfE"], here["partner"]
    clearer = Actor.of(person("clearer", of=education, name="Dilys"))
    for verb, by, data in (
        ("take", partner, {"note": beastly("ocelot")}),
        ("draft_position", partner, {"stance": "support", "words": beastly("pangolin")}),
        ("draft_position", partner, {"stance": "support", "words": beastly("quagga")}),
        ("clear", clearer, {}),
        ("issue", clearer, {"note": beastly("raccoon")}),
    ):
        asks.take(verb, asks.side(ask, education), by, **data)


def _inside(ask: Ask, bodies: dict[str, Organisation], here: dict[str, Actor]) -> None:
    asks.take("hand_on", asks.side(ask, bodies["CLGU"]), here["coordinator"], to=["BEIS"], note=beastly("serval"))
    reviewer, clearer = here["reviewer"], here["clearer"]
    for verb, by, data in (
        ("take", reviewer, {"note": beastly("tapir")}),
        ("draft_position", reviewer, {"stance": "support", "words": beastly("urchin")}),
        ("send_back", clearer, {"note": beastly("vicuna")}),
        ("draft_position", reviewer, {"stance": "support", "words": beastly("wombat")}),
        ("clear", clearer, {}),
    ):
        asks.take(verb, asks.side(ask, bodies["BEIS"]), by, **data)


def _papers(bodies: dict[str, Organisation], here: dict[str, Actor]) -> None:
    lancashire, drafter = bodies["LAN-LEP"], here["drafter"]
    paper = papers.write(papers.paper(lancashire, by=drafter), by=drafter, summary=beastly("xerus"))
    paper = asks.take("send_for_review", paper, drafter, note=beastly("yapok"))
    paper = papers.submit(paper, bodies["BEIS"], by=here["lead"])
    papers.share(paper, bodies["DfE"], by=here["lead"])
    save_drafts(paper.record, lancashire, {"ambition": beastly("zorilla")}, by=drafter.user)
    papers.write(papers.paper(lancashire, by=drafter, title="Water"), by=drafter, summary=beastly("aardvark"))
    elsewhere = papers.written(bodies["CHW-LEP"])
    elsewhere = papers.write(elsewhere, summary=beastly("bandicoot"))
    elsewhere = asks.take("send_for_review", elsewhere, Actor.of(person("drafter", of=bodies["CHW-LEP"])))
    papers.submit(elsewhere, bodies["Defra"], by=here["neighbour"])
    stream = paper.workstream
    stream.ambition = beastly("caracal")
    stream.save(update_fields=["ambition"])
    Action.objects.create(workstream=stream, number=1, words=beastly("dugong"))


def _source(here: dict[str, Actor]) -> None:
    content = f"Title\tAsk of Government\nErmine\t{beastly('ermine')}\n".encode()
    paper = read_upload("ermine.txt", content, at=MORNING)
    receive(Reading(paper, content), asks.strategy(), by=here["drafter"])


def _belongings(people: dict[str, User]) -> None:
    SentMail.objects.create(to="lead@lan-lep.example", subject="Hello", body="Hello", message_id="<1@test>")
    ApiToken.make(people["drafter"], name="Spreadsheet", days=30)
    Download.objects.create(person=people["lead"], what="asks", format="csv", rows=2, filters="q=ferret")


def _places(people: dict[str, User], bodies: dict[str, Organisation], paper: Any) -> dict[str, Any]:
    return {
        "suggestions": "?app_label=propositions&model_name=ask&field_name=proposition&term=LAN",
        "file": SourceDocument.objects.get().file.uid,
        **consulting.places(),
        "mail": SentMail.objects.get(message_id="<1@test>").uid,
        "token": ApiToken.objects.get().pk,
        "download": Download.objects.get().pk,
        "job": Job.objects.order_by("pk").first().pk,
        "notice": Notice.objects.order_by("pk").first().pk,
        "user": people["drafter"].pk,
        "membership": people["drafter"].memberships.get().pk,
        "organisation": bodies["BEIS"].pk,
        "area": bodies["LAN-LEP"].area.pk,
        "workstream": paper.workstream.pk,
        "vocabulary": Vocabulary.objects.order_by("pk").first().pk,
        "cue": Cue.objects.order_by("pk").first().pk,
        "programme": Programme.objects.order_by("pk").first().pk,
        "framework": paper.workstream.strategy.framework.pk,
    }
