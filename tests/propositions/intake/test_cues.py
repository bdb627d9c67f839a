"""What the words of an ask suggest."""

import pytest

from propositions.intake.cues import Cues, Suggestion
from tests.propositions.intake.papers import reference_cues


@pytest.mark.parametrize(
    ("ask", "suggestion"),
    [
        ("Can we EVALUATE it together?", Suggestion("Joint evaluation", "evaluat")),
        ("A re-evaluation", Suggestion("Joint evaluation", "evaluat")),
        ("Status as an EZ", Suggestion("Enterprise Zone, tax or rates", "EZ")),
        ("The ez pass", None),
        ("TREZ", None),
        ("An enterprise\u00a0zone", Suggestion("Enterprise Zone, tax or rates", "Enterprise Zone")),
        ("Deregulation", None),
        ("Pilots", Suggestion("Pilot or test bed", "pilot")),
        ("Recognise it as a pilot", Suggestion("Pilot or test bed", "pilot")),
        ("An observer on to the panel of the pilot", Suggestion("Official on a panel", "observer, on to the Panel")),
        ("A boat", None),
        ("", None),
    ],
)
def test_type_follows_the_cues(ask, suggestion):
    assert reference_cues().type_of(ask) == suggestion


def test_departments_are_found_whole_in_any_case_and_in_order():
    found = reference_cues().departments_of("Ask defra, then BEIS; not DITCH, not DfEs, BEIS again")

    assert found == (Suggestion("Defra", "defra"), Suggestion("BEIS", "BEIS"))


def test_departments_are_found_by_their_full_names():
    cues = Cues(departments=(("DfE", ("DfE", "Department for Education")),))

    assert cues.departments_of("The department for  education") == (Suggestion("DfE", "department for  education"),)
    assert cues.department_named("Department for Education") == "DfE"
    assert cues.department_named("dfe") == "DfE"
    assert cues.department_named("Ministry of Magic") == ""


def test_former_departments_point_to_their_successors():
    cues = Cues(former={"DECC": ("BEIS",)})

    assert cues.former_in("Ask DECC") == (Suggestion("BEIS", "DECC"),)
    assert cues.former_in("Decca") == ()
