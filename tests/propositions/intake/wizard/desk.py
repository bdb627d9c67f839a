"""What the tests of the wizard do at its pages: upload a paper, press a button, read the words."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lis.engine.models import Record
from lis.files.models import StoredFile
from propositions.asks.models import Ask
from propositions.drafting.models import Proposition
from propositions.intake.models import ImportedRow, SourceDocument
from tests.factories.asks import strategy
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import as_csv

HOME = "/admin/propositions/sourcedocument/"
HEADINGS = ["Proposition", "What", "Why", "How", "Ask"]
ROWS = [
    HEADINGS,
    ["Tram", "A tram", "Slow journeys", "With the operator", "Fund a pilot tram\nAdvise us on the route"],
    ["Port", "A port", "Trade", "With the owner", "Advise us on the order"],
]


def upload(client, content: bytes = b"", name: str = "paper.csv", **data: Any):
    given = {"strategy": strategy().ref, "key": "one", **data}
    if content or "text" not in data:
        given["file"] = SimpleUploadedFile(name, content)
    return client.post(f"{HOME}import/", given)


def begun(client, rows=ROWS) -> str:
    """The address of the preview of a paper with ``rows``."""
    answer = upload(client, as_csv(rows))
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def send(client, address: str, do: str, page=None, **changes: str):
    """Press a button of the preview as a browser does, with ``changes`` typed before."""
    fields = fields_of(page or client.get(address))
    # A tick box without a value of its own is sent as "on".
    fields = {name: "on" if name.endswith(("leave_out", "tick")) else value for name, value in fields.items()}
    return client.post(address, {**fields, **changes, "do": do})


def words(page) -> str:
    return words_of(page.content.decode())


def words_of(source: str) -> str:
    text = re.sub(r"<[^>]+>", " ", source)
    return " ".join(text.replace("&#x27;", "'").split())


def nothing_written() -> bool:
    made = [SourceDocument, ImportedRow, Proposition, Ask, StoredFile]
    return not any(model.objects.exists() for model in made) and not Record.objects.exclude(kind="strategy").exists()
