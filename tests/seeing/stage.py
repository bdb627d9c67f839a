"""Who is there and what has happened, for every test of seeing: two areas, three departments, the coordinating unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from lis.engine import clock
from lis.engine.actor import Actor
from lis.exports.models import Download
from lis.files.storing import store_content
from lis.frameworks.models import Cue, Programme, Vocabulary
from lis.jobs.models import Job
from lis.notices.models import Notice, SentMail
from lis.people.models import Organisation, User
from lis.tokens.models import ApiToken
from propositions.asks.models import Ask
from tests.factories import asks, papers
from tests.factories.jobs import do_all_work
from tests.factories.people import body, department, person, superuser

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


def set_stage() -> Stage:
    """Lancashire has submitted LAN-01 with an ask to BEIS and DfE and one that CLGU routes; LAN-02 is a draft.

    BEIS has asked a question and had its answer, DfE has issued an answer, and Cheshire and Warrington has an ask with
    Defra. Papers: LAN-P01 submitted to BEIS and shared with DfE, LAN-P02 a draft, CHW-P01 submitted to Defra.
    """
    with clock.at(MORNING):
        return _set()


def _set() -> Stage:
    bodies = {code: department(code) for code in ("BEIS", "DfE", "Defra", "CLGU")}
    bodies |= {code: body(code) for code in ("LAN-LEP", "CHW-LEP", "CONCORDAT")}
    people = {
        part: person(role, of=bodies[code], name=part.title(), email=f"{part}@{code.lower()}.example")
        for part, (code, role) in ROLES.items()
    }
    people["superuser"] = superuser()
    here = {part: Actor.of(user) for part, user in people.items()}
    lancashire, neighbour = bodies["LAN-LEP"], bodies["CHW-LEP"]

    first = asks.proposition(lancashire, by=here["drafter"])
    to_two = asks.ask(first, by=here["drafter"], departments=(bodies["BEIS"], bodies["DfE"]))
    asks.ask(first, by=here["drafter"], ask="Will somebody extend the tram?")
    asks.submit(first, by=here["lead"])
    second = asks.proposition(lancashire, by=here["drafter"], title="Tidal barrage")
    asks.ask(second, by=here["drafter"], departments=(bodies["BEIS"],), ask="Will you pay for the barrage?")
    elsewhere = asks.proposition(neighbour, by=here["neighbour"], title="Hydrogen villages")
    asks.ask(elsewhere, departments=(bodies["Defra"],), ask="Can villages burn hydrogen?")
    asks.submit(elsewhere, by=here["neighbour"])

    to_two = Ask.objects.with_record().get(pk=to_two.pk)
    asks.take("ask", asks.side(to_two, bodies["BEIS"]), here["reviewer"], question="Which towns?")
    question = to_two.clarifications.with_record().get()
    asks.take("answer", question, here["drafter"], answer="All fourteen.")
    asks.take("take", asks.side(to_two, bodies["DfE"]), here["partner"])
    asks.take("draft_position", asks.side(to_two, bodies["DfE"]), here["partner"], **asks.POSITION)
    clearer = Actor.of(person("clearer", of=bodies["DfE"], name="Dilys"))
    asks.take("clear", asks.side(to_two, bodies["DfE"]), clearer)
    asks.take("issue", asks.side(to_two, bodies["DfE"]), clearer)

    paper = papers.submitted(bodies["BEIS"], of=lancashire)
    papers.share(paper, bodies["DfE"], by=here["lead"])
    papers.written(lancashire, by=here["drafter"], title="Water")
    papers.submitted(bodies["Defra"], of=neighbour)

    do_all_work()
    file = store_content("Board paper.txt", b"What / Why / How", by=people["drafter"], record=first.record)
    mail = SentMail.objects.create(to="lead@lan-lep.example", subject="Hello", body="Hello", message_id="<1@test>")
    token, _ = ApiToken.make(people["drafter"], name="Spreadsheet", days=30)
    download = Download.objects.create(person=people["lead"], what="asks", format="csv", rows=2)
    places = {
        "suggestions": "?app_label=propositions&model_name=ask&field_name=proposition&term=LAN",
        "file": file.uid,
        "mail": mail.uid,
        "token": token.pk,
        "download": download.pk,
        "job": Job.objects.order_by("pk").first().pk,
        "notice": Notice.objects.order_by("pk").first().pk,
        "user": people["drafter"].pk,
        "membership": people["drafter"].memberships.get().pk,
        "organisation": bodies["BEIS"].pk,
        "area": lancashire.area.pk,
        "workstream": paper.workstream.pk,
        "vocabulary": Vocabulary.objects.order_by("pk").first().pk,
        "cue": Cue.objects.order_by("pk").first().pk,
        "programme": Programme.objects.order_by("pk").first().pk,
        "framework": paper.workstream.strategy.framework.pk,
    }
    return Stage(people, bodies, Ask.objects.with_record().get(pk=to_two.pk), first, paper, places)
