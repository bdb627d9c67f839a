"""What becomes of an ask when bodies close, move or come back under an old code?"""

import datetime as dt

import pytest

from lis.people.models import Organisation
from propositions.sides.models import Side
from tests.factories import asks
from tests.factories.people import actor, department

pytestmark = pytest.mark.django_db
LAST_YEAR = dt.date(2025, 1, 1)


def test_a_department_that_comes_back_under_its_code_gets_a_side_of_its_own():
    dfe = department("DfE")
    ask = asks.submitted_ask(dfe, department("Defra"))
    dfe.closes_on = LAST_YEAR
    dfe.save(update_fields=["closes_on"])
    again = Organisation.objects.create(code="DfE", name="New DfE", kind="department", opens_on=LAST_YEAR)

    asks.take("hand_on", asks.side(ask, dfe), actor("reviewer", of=dfe), to=["DfE"], note="It is yours now.")

    sides = Side.objects.filter(ask=ask, organisation__code="DfE").order_by("pk")
    assert list(sides.values_list("record__ref", "organisation")) == [
        (f"{ask.ref}-DfE", dfe.pk),
        (f"{ask.ref}-DfE-2", again.pk),
    ]


def test_an_area_whose_body_has_closed_still_submits_and_its_successor_stands_behind_it():
    parent = asks.proposition()
    ask = asks.ask(parent)
    old = parent.body
    Organisation.objects.filter(pk=old.pk).update(closes_on=LAST_YEAR)
    new = Organisation.objects.create(
        code="LAN-CCA", name="Lancashire Combined County Authority", kind="area_body", area=old.area, opens_on=LAST_YEAR
    )
    old.successors.add(new)

    asks.submit(parent)

    assert list(Side.objects.filter(ask=ask, role="sponsor").values_list("organisation", flat=True)) == [new.pk]
