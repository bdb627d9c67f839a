"""What of the stage belongs to consultations: evidence, rounds before and after they open, and what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from consultations.responses.models import Response
from consultations.rounds.models import Element, Round, SupportingDocument
from lis.engine import clock
from lis.engine.actor import Actor
from lis.files.storing import store_content
from lis.people.models import Organisation
from tests.factories import asks, consultations, evidence
from tests.factories.people import person
from tests.factories.responses import respond

# The first round opens between what is done in the morning and what is looked at after noon; the third on the morrow.
OPENS = dt.timedelta(hours=1)
TOMORROW = dt.timedelta(days=1)


def consult(bodies: dict[str, Organisation], here: dict[str, Actor], beastly: Callable[[str], str]) -> None:
    """Lancashire has recorded findings; LAN-R01 is open, LAN-R02 a draft, LAN-R03 is scheduled for tomorrow.

    Somebody has answered the open one.
    """
    lancashire, lead = bodies["LAN-LEP"], here["lead"]
    officer = Actor.of(person("consultation_officer", of=lancashire, name="Nesta", email="nesta@test.example"))
    first = evidence.recorded_finding(lancashire, by=here["drafter"], statement=beastly("gecko"))
    evidence.finding(lancashire, by=here["drafter"], statement=beastly("impala"))
    evidence.recorded_finding(bodies["CHW-LEP"], by=here["neighbour"], statement=beastly("jackal"))
    third = evidence.recorded_finding(lancashire, by=here["drafter"], statement=beastly("weasel"))

    opened = _round(lancashire, officer, "Themes", OPENS, summary=beastly("koala"), question=beastly("loris"))
    _about(opened, first, beastly("numbat"))
    _document(opened, officer, "marmot.txt", beastly("marmot"))
    opened = asks.take("send_for_review", opened, officer, note=beastly("okapi"))
    opened = asks.take("schedule", opened, lead, note=beastly("puffin"))
    later = {"closes_on": "2027-02-26", "closes_time": "23:59"}
    asks.take("extend", opened, lead, note=beastly("quail"), **later)
    evidence.revised(first, by=here["drafter"], detail=beastly("heron"))
    with clock.at(clock.now() + OPENS):
        respond(
            opened, {"views": beastly("walrus")}, capacity="organisation", organisation_name="Friends of the mongoose",
            name=beastly("chinchilla"), email="chinchilla@test.example",
        )  # fmt: skip

    draft = _round(lancashire, officer, "Towns", OPENS, summary=beastly("reindeer"), question=beastly("stoat"))
    _document(draft, officer, "toucan.txt", beastly("toucan"))

    coming = _round(lancashire, officer, "Rivers", TOMORROW, summary=beastly("uakari"), question=beastly("wolverine"))
    _about(coming, third, "Because.")
    _document(coming, officer, "tarsier.txt", beastly("tarsier"))
    coming = asks.take("send_for_review", coming, officer)
    asks.take("schedule", coming, lead)


def _round(
    of: Organisation, officer: Actor, title: str, opens_in: dt.timedelta, *, summary: str, question: str
) -> Round:
    asked = [("views", "long_text", question, (), False)]
    opens_at = clock.now() + opens_in
    return consultations.filled_round(
        of, officer, questions=asked, opens_at=opens_at, title=title, summary=summary
    )  # fmt: skip


def _about(round_: Round, finding: Any, explanation: str) -> None:
    version = finding.record.versions.latest("number")
    Element.objects.create(round=round_, position=2, kind="finding", version=version, explanation=explanation)


def _document(round_: Round, officer: Actor, name: str, words: str) -> None:
    file = store_content(name, words.encode(), by=officer.user, record=round_.record)
    SupportingDocument.objects.create(round=round_, title=name, file=file)


def places() -> dict[str, Any]:
    """The addresses of the rounds' documents, and of the response."""
    documents = SupportingDocument.objects.select_related("file").order_by("pk")
    opened, draft, coming = (document.file.uid for document in documents)
    return {
        "open_document": opened, "draft_document": draft, "coming_document": coming,
        "response": Response.objects.with_record().get().ref,
    }  # fmt: skip
