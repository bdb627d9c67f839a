"""What of the stage belongs to boards: one that sits, a meeting that was held and one being prepared, a mandate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lis.boards.attachments import add_attachment
from lis.boards.models import Attachment
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.people.models import Organisation
from tests.factories import asks, boards
from tests.factories.people import person


def sit(bodies: dict[str, Organisation], here: dict[str, Actor], beastly: Callable[[str], str]) -> None:
    """Lancashire's board LAN-B01 has met in LAN-M01 and prepares LAN-M02; the negotiator holds its mandate LAN-D01.

    Of the report LAN-M01.1 one recommendation is delegated and one undecided; a member has an interest in it, and a
    Part II is for the secretary alone.
    """
    lancashire, secretary = bodies["LAN-LEP"], here["secretary"]
    member = person("board_member", of=lancashire, name="Bran", email="bran@test.example")
    board = boards.seated(boards.board(lancashire, by=secretary), member)
    boards.holder(board, user=here["negotiator"].user)

    held = boards.report(boards.meeting(board), paragraphs=beastly("binturong"))
    asked = boards.recommendation(held, verbs=("delegate",), label="(i)", words=beastly("cassowary"))
    boards.recommendation(held, label="(ii)")
    exempt = {"report": held.ref, "paragraph": "3", "reason": "A sale.", "words": beastly("frogmouth")}
    workflows["part_two"].create("add", by=secretary, data=exempt)
    meeting = boards.held(held.meeting)
    asks.take("declare_interest", held, Actor.of(member), note=beastly("egret"))
    asks.take(
        "delegate", asked, secretary, posts=[boards.CHAIR], scope=beastly("dormouse"), targets=asks.strategy().ref
    )  # fmt: skip
    asks.take("write_minutes", meeting, secretary, minutes=beastly("jacana"))

    coming = boards.report(boards.meeting(board), paragraphs=beastly("galago"))
    boards.recommendation(coming, words=beastly("hyrax"))
    content = SimpleUploadedFile("indri.txt", beastly("indri").encode(), content_type="text/plain")
    add_attachment(coming, "appendix", "A", "Figures", content, secretary)


def places() -> dict[str, Any]:
    """The keys of this part of the stage that addresses name."""
    return {"appendix": Attachment.objects.get().file.uid}
