"""Who gets which page of the import, and what it costs."""

from __future__ import annotations

import pytest

from lis.files.models import StoredFile
from propositions.drafting.models import Proposition
from propositions.intake.models import SourceDocument
from tests.factories.asks import proposition
from tests.factories.people import actor, body, department, person, superuser
from tests.lis.doors.admin.sheets import fields_of
from tests.propositions.intake.papers import as_csv
from tests.propositions.intake.wizard.desk import HEADINGS, HOME, ROWS, begun, upload, words

pytestmark = pytest.mark.django_db


PAGES = ["", "import/", "add/", "LAN-S01/change/", "LAN-S01/table/", "LAN-S01/rows/", "LAN-S01/blocks/",
         "LAN-S01/use/?block=1", "LAN-S01/made/", "LAN-S01/history/", "LAN-S01/steps/set-aside/",
         "LAN-S01/steps/import/", "LAN-S01/steps/use/", "LAN-S99/rows/"]  # fmt: skip
FOUND = [200, 200, 200, 200, 200, 200, 200, 302, 200, 200, 200, 302, 302, 404]  # 302: the paper has no block 1
VISITORS = {
    "drafter": (lambda: person("drafter", of=body()), FOUND),
    "lead": (lambda: person("lead", of=body()), FOUND),
    "secretary": (
        lambda: person("secretary", of=body()),
        [200, 403, 403, 200, 403, 403, 403, 403, 200, 200, 403, 302, 302, 404],
    ),
    "drafter of another area": (lambda: person("drafter", of=body("CHW-LEP")), [200, 200, 200] + [404] * 11),
    "reviewer": (lambda: person("reviewer", of=department("BEIS")), [302] * 14),
    "administrator": (lambda: person("administrator", of=body("CONCORDAT")), [403] + [404] * 13),
    "superuser": (superuser, [302] * 14),
    "anonymous": (lambda: None, [302] * 14),
}  # fmt: skip


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_by_role(client, drafter, visitor):
    begun(client)
    make, expected = VISITORS[visitor]
    client.logout()
    user = make()
    if user:
        client.force_login(user)

    found = [client.get(f"{HOME}{page}").status_code for page in PAGES]

    assert dict(zip(PAGES, found, strict=True)) == dict(zip(PAGES, expected, strict=True))
    hidden = [client.post(f"{HOME}LAN-S01/{page}/", {"do": "import", "table": "1"}).status_code
              for page in ("rows", "table")]  # fmt: skip
    if visitor not in ("drafter", "lead"):
        assert SourceDocument.objects.get().preview_revision == 1
        assert Proposition.objects.count() == 0
        assert set(hidden) <= {302, 403, 404}


def test_file_is_the_area_bodys_alone(client, drafter):
    begun(client)
    address = f"/files/{StoredFile.objects.get().uid}/"

    answer = client.get(address)
    assert answer.getvalue() == as_csv(ROWS)
    client.force_login(person("drafter", of=body("CHW-LEP")))
    assert client.get(address).status_code == 404
    client.force_login(person("reviewer", of=department("BEIS")))
    assert client.get(address).status_code == 404


def test_paper_set_aside_is_taken_up_before_it_goes_on(client, drafter):
    begun(client)
    source = SourceDocument.objects.with_record().get()
    from_list = client.get(HOME)
    assert "Import it" in words(from_list)

    page = client.get(f"{HOME}LAN-S01/steps/set-aside/")
    client.post(f"{HOME}LAN-S01/steps/set-aside/", fields_of(page))

    answer = client.get(f"{HOME}LAN-S01/rows/")
    assert answer["Location"] == f"{HOME}{source.ref}/change/"
    assert "LAN-S01 was set aside. Take it up again to go on with it." in words(client.get(answer["Location"]))


def test_list_costs_the_same_for_one_and_for_three(client, drafter, django_assert_max_num_queries):
    begun(client)
    client.get(HOME)
    with django_assert_max_num_queries(40) as one:
        client.get(HOME)
    cost = len(one)
    for number in (1, 2):
        upload(client, as_csv([HEADINGS, [f"Idea the {number}th", "W", "Y", "H", "Fund"]]), key=str(number))

    with django_assert_max_num_queries(cost):
        assert "LAN-S03" in words(client.get(HOME))


def test_source_keeps_who_may_see_it_out_of_another_areas_titles(client, drafter):
    proposition(of=body("CHW-LEP"), title="Tram", by=actor("drafter", of=body("CHW-LEP")))

    assert "has the same title as" not in words(client.get(begun(client)))
