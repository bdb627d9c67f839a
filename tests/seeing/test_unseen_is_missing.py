"""What may not be seen answers like what is not there: the same status, headers and words, and as many queries."""

from __future__ import annotations

import pytest

from .looking import Seen, look
from .stage import Stage

# What Lancashire keeps to itself or BEIS does, and the same address of something that never was.
PAIRS = [
    ("/asks/LAN-02.1/", "/asks/LAN-77.1/"),
    ("/asks/LAN-02.1/steps/submit/", "/asks/LAN-77.1/steps/submit/"),
    ("/asks/LAN-02.1/steps/nothing/", "/asks/LAN-77.1/steps/nothing/"),
    ("/sides/LAN-01.1-BEIS/steps/clear/", "/sides/LAN-01.1-NONE/steps/clear/"),
    ("/propositions/LAN-02/", "/propositions/LAN-77/"),
    ("/propositions/LAN-02/steps/ready/", "/propositions/LAN-77/steps/ready/"),
    ("/papers/LAN-P02/", "/papers/LAN-P77/"),
    ("/papers/LAN-P02/compare/?from=draft", "/papers/LAN-P77/compare/?from=draft"),
    ("/papers/LAN-P02/steps/submit/", "/papers/LAN-P77/steps/submit/"),
    ("/strategies/LAN-LIS/", "/strategies/LAN-LAS/"),
    ("/admin/propositions/ask/LAN-02.1/change/", "/admin/propositions/ask/LAN-77.1/change/"),
    ("/admin/propositions/ask/LAN-02.1/history/", "/admin/propositions/ask/LAN-77.1/history/"),
    ("/admin/propositions/ask/LAN-02.1/delete/", "/admin/propositions/ask/LAN-77.1/delete/"),
    ("/admin/propositions/ask/LAN-02.1/steps/submit/", "/admin/propositions/ask/LAN-77.1/steps/submit/"),
    ("/admin/propositions/ask/LAN-02.1/", "/admin/propositions/ask/LAN-77.1/"),
    ("/admin/propositions/sourcedocument/LAN-S01/rows/", "/admin/propositions/sourcedocument/LAN-S77/rows/"),
    ("/admin/lis/policypositionpaper/LAN-P02/change/", "/admin/lis/policypositionpaper/LAN-P77/change/"),
    ("/api/v1/asks/LAN-02.1/", "/api/v1/asks/LAN-77.1/"),
    ("/api/v1/asks/LAN-02.1/draft/", "/api/v1/asks/LAN-77.1/draft/"),
    ("/api/v1/asks/LAN-02.1/steps/", "/api/v1/asks/LAN-77.1/steps/"),
    ("/api/v1/sides/LAN-01.1-BEIS/", "/api/v1/sides/LAN-01.1-NONE/"),
    ("/api/v1/sides/LAN-01.1-BEIS/events/", "/api/v1/sides/LAN-01.1-NONE/events/"),
    ("/api/v1/papers/LAN-P02/versions/", "/api/v1/papers/LAN-P77/versions/"),
    ("/api/v1/propositions/LAN-02/events/", "/api/v1/propositions/LAN-77/events/"),
    ("/consultations/LAN-R02/", "/consultations/LAN-R77/"),
    ("/consultations/LAN-R03/", "/consultations/LAN-R77/"),
    ("/consultations/LAN-R03/steps/pause/", "/consultations/LAN-R77/steps/pause/"),
    ("/admin/consultations/round/LAN-R02/questions/", "/admin/consultations/round/LAN-R77/questions/"),
    ("/admin/consultations/round/LAN-R02/questions/views/", "/admin/consultations/round/LAN-R77/questions/views/"),
    ("/api/v1/rounds/LAN-R03/", "/api/v1/rounds/LAN-R77/"),
    ("/api/v1/rounds/LAN-R03/questionnaire/", "/api/v1/rounds/LAN-R77/questionnaire/"),
    ("/api/v1/rounds/LAN-R03/versions/1/", "/api/v1/rounds/LAN-R77/versions/1/"),
    ("/api/v1/rounds/?q=LAN-R03", "/api/v1/rounds/?q=LAN-R77"),
    ("/evidence/LAN-F01/", "/evidence/LAN-F77/"),
    ("/api/v1/findings/LAN-F01/", "/api/v1/findings/LAN-F77/"),
    ("/files/{coming_document}/", "/files/00000000-0000-4000-8000-000000000000/"),
    ("/consultations/LAN-R01/responses/", "/consultations/LAN-R77/responses/"),
    ("/consultations/LAN-R01/responses/export/csv/", "/consultations/LAN-R77/responses/export/csv/"),
    ("/consultations/LAN-R01/responses/{response}/", "/consultations/LAN-R01/responses/R-2222-2222/"),
    ("/consultations/LAN-R01/respond/sent/{response}/", "/consultations/LAN-R01/respond/sent/R-2222-2222/"),
    ("/consultations/LAN-R03/respond/", "/consultations/LAN-R77/respond/"),
    ("/files/{file}/", "/files/00000000-0000-4000-8000-000000000000/"),
    ("/asks/?area=LAN", "/asks/?area=NUL"),
    ("/asks/?q=LAN-02.1", "/asks/?q=LAN-77.1"),
    ("/asks/export/csv/?area=LAN", "/asks/export/csv/?area=NUL"),
    ("/api/v1/asks/?area=LAN", "/api/v1/asks/?area=NUL"),
    ("/api/v1/asks/?q=barrage", "/api/v1/asks/?q=bbrrage"),
    ("/admin/propositions/ask/?q=barrage", "/admin/propositions/ask/?q=bbrrage"),
]


def told(seen: Seen, asked: str, instead: str) -> tuple:
    """An answer with what was asked for, which stands in forms and links, written over; and the number of queries."""
    body = seen.body.replace(asked, instead)
    headers = tuple((name, value.replace(asked, instead)) for name, value in seen.headers if name != "Content-Length")
    return seen.status, headers, seen.cookies, body, len(seen.sql)


def parted(one: str, other: str) -> tuple[str, str]:
    """The one piece in which two addresses differ: "LAN-02.1" and "LAN-77.1"."""
    pieces, others = (text.replace("=", "/").split("/") for text in (one, other))
    return next(pair for pair in zip(pieces, others, strict=True) if pair[0] != pair[1])


@pytest.mark.parametrize("part", ["neighbour", "stranger", "administrator", "superuser", "anonymous"])
def test_what_may_not_be_seen_is_as_good_as_missing(stage: Stage, part: str) -> None:
    client = stage.client(part)

    for unseen, missing in PAIRS:
        unseen = unseen.format(**stage.places)
        asked, instead = parted(unseen, missing)

        there, not_there = look(client, unseen), look(client, missing)

        assert told(there, asked, instead) == told(not_there, asked, instead), unseen
