"""Nobody finds, takes away or is sent words that are not for them; and everybody reads what is."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from lis.notices.models import Notice

from .doors import PARTS
from .looking import beasts_in, text_of
from .stage import AREA, BEASTS, Stage

# The word "quokka" stands in every text of the stage, whoever may read it.
SEARCHES = [
    "/my-turn/?q=quokka", "/asks/?q=quokka", "/propositions/?q=quokka", "/asks/export/csv/?q=quokka",
    "/asks/export/xlsx/?q=quokka", "/asks/export/jsonl/?q=quokka", "/asks/export/docx/?q=quokka",
    "/asks/export/csv/", "/asks/export/xlsx/", "/asks/export/jsonl/", "/asks/export/docx/",
    "/papers/LAN-P01/compare/?from=1&to=draft", "/papers/LAN-P01/compare/?from=1&to=1",
    "/admin/propositions/ask/?q=quokka", "/admin/propositions/proposition/?q=quokka",
    "/admin/propositions/sourcedocument/?q=quokka", "/admin/lis/policypositionpaper/?q=quokka",
    "/admin/lis/workstream/?q=quokka", "/admin/lis/download/?q=quokka", "/admin/lis/notice/?q=quokka",
    "/consultations/LAN-R01/responses/?q=quokka",
    *(f"/consultations/LAN-R01/responses/export/{kind}/?q=quokka" for kind in ("csv", "xlsx", "jsonl", "docx")),
    "/api/v1/asks/?q=quokka", "/api/v1/propositions/?q=quokka", "/evidence/?q=quokka",
    "/admin/lis/finding/?q=quokka", "/admin/consultations/round/?q=quokka", "/api/v1/findings/?q=quokka",
    "/api/v1/rounds/?q=quokka", "/api/v1/rounds/?phase=draft", "/api/v1/rounds/?phase=upcoming",
    *(
        f"/admin/consultations/round/LAN-R02/subjects/add/?kind={kind}&q=quokka"
        for kind in ("finding", "paper", "proposition", "ask")
    ),
    *(
        f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term="
        for app, model, field in (
            ("propositions", "ask", "proposition"), ("propositions", "proposition", "strategy"),
            ("propositions", "side", "ask"), ("propositions", "answer", "ask"), ("lis", "workstream", "strategy"),
            ("lis", "policypositionpaper", "workstream"), ("lis", "event", "record"),
            ("consultations", "element", "round"), ("consultations", "questionnaire", "round"),
            ("lis", "finding", "strategy"), ("lis", "download", "person"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_nobody_finds_or_takes_away_what_is_not_for_them(stage: Stage, part: str) -> None:
    client = stage.client(part)
    leaked = []

    for address in SEARCHES:
        response = client.get(address)
        leaked += [
            f"{beast}: {address}" for beast in beasts_in(response, text_of(response)) if part not in BEASTS[beast]
        ]

    assert leaked == []


def test_everybody_reads_what_is_for_them(stage: Stage) -> None:
    """The other way round: a stage on which nobody reads anything would leak nothing either."""
    addresses = [
        reverse("ask_detail", args=["LAN-01.1"]), reverse("ask_detail", args=["LAN-01.2"]),
        reverse("ask_detail", args=["LAN-02.1"]), reverse("ask_detail", args=["CHW-01.1"]),
        *(reverse("proposition_detail", args=[ref]) for ref in ("LAN-01", "LAN-02", "CHW-01")),
        *(reverse("paper_detail", args=[ref]) for ref in ("LAN-P01", "LAN-P02", "CHW-P01")),
        reverse("response_detail", args=["LAN-R01", stage.places["response"]]),
        reverse("strategy_detail", args=["LAN-LIS"]), "/papers/LAN-P01/compare/?to=draft",
        *(reverse("finding_detail", args=[ref]) for ref in ("LAN-F01", "LAN-F02", "CHW-F01")),
        *(reverse("round_detail", args=[ref]) for ref in ("LAN-R01", "LAN-R02", "LAN-R03")),
        *(
            reverse("file_fetch", args=[stage.places[file]])
            for file in ("file", "open_document", "draft_document", "coming_document")
        ),
    ]  # fmt: skip
    # What was drafted over, and what somebody searched for, is told nowhere.
    untold = {"ferret", "chinchilla", "pangolin", "urchin"}

    for part in ("drafter", "reviewer", "partner", "coordinator", "neighbour", "stranger"):
        client = stage.client(part)
        read = set()
        for address in addresses:
            response = client.get(address)
            read |= set(beasts_in(response, text_of(response)))

        # Its own working copy stands before the area's people in the place of the words that it was drafted over.
        untold_here = untold | ({"axolotl"} if part in AREA else set())
        assert read == {beast for beast, readers in BEASTS.items() if part in readers} - untold_here, part


def test_nobody_is_sent_what_is_not_for_them(stage_being_set: Stage) -> None:
    parts = {user.email: part for part, user in stage_being_set.people.items()}
    sent = [(to, message.subject + message.body) for message in mail.outbox for to in message.to]
    written = list(Notice.objects.values_list("person__email", "subject", "body"))

    assert {parts[to] for to, _ in sent if to in parts} == {"drafter", "lead", "negotiator", "reviewer", "clearer"} | {
        "partner", "stranger", "coordinator",
    }  # fmt: skip
    for to, *words in [*sent, *written]:
        found = {beast for beast in BEASTS if beast in " ".join(words)}
        own = parts.get(to)
        assert found <= {beast for beast, readers in BEASTS.items() if own is None or own in readers}, to
