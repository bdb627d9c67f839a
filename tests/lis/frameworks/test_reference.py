"""What the service knows from the start, and what loading it again leaves alone."""

import datetime as dt

import pytest
from django.core.management import call_command

from lis.frameworks.models import (
    Cue,
    Framework,
    Programme,
    Theme,
    Vocabulary,
    VocabularyTerm,
    vocabulary_choices,
    vocabulary_labels,
)
from lis.frameworks.reference import load_reference_data, term_code
from lis.people.models import Area, Organisation

pytestmark = pytest.mark.django_db


def test_counts_of_what_was_loaded():
    load_reference_data()

    assert Area.objects.filter(kind="LEP area").count() == 38
    assert Area.objects.count() == 40
    assert Organisation.objects.filter(kind="area_body").count() == 39
    assert Organisation.objects.filter(kind="department").count() == 25
    assert list(Organisation.objects.filter(kind="coordinating_unit").values_list("code", flat=True)) == ["CLGU"]
    assert list(Organisation.objects.filter(kind="service").values_list("code", flat=True)) == ["CONCORDAT"]
    assert Programme.objects.count() == 16
    assert sorted(Framework.objects.values_list("code", flat=True)) == ["lgp-2025", "lis-2018"]
    assert Vocabulary.objects.count() == 12
    assert Cue.objects.filter(kind="department").count() == 10
    assert Cue.objects.filter(kind="ask_type").count() == 8


def test_loading_again_changes_nothing():
    load_reference_data()

    assert not any(load_reference_data().values())


def test_command_says_what_is_new(capsys):
    load_reference_data()

    call_command("load_reference_data")

    assert capsys.readouterr().out == "Reference data: nothing new.\n"


def test_loading_keeps_what_administrators_decided():
    load_reference_data()
    retired = VocabularyTerm.objects.get(vocabulary__code="ask_types", code="legislation")
    retired.label, retired.retired_on = "New law", dt.date(2026, 1, 1)
    retired.save()
    Organisation.objects.filter(code="DfT").update(closes_on=dt.date(2027, 1, 1))

    load_reference_data()

    retired.refresh_from_db()
    assert (retired.label, retired.retired_on) == ("New law", dt.date(2026, 1, 1))
    assert Organisation.objects.get(code="DfT").closes_on == dt.date(2027, 1, 1)


def test_retired_term_cannot_be_chosen_but_is_still_read():
    load_reference_data()
    VocabularyTerm.objects.filter(vocabulary__code="ask_types", code="legislation").update(
        retired_on=dt.date(2026, 1, 1)
    )

    assert ("legislation", "Legislation") in vocabulary_choices("ask_types", dt.date(2025, 12, 31))
    assert ("legislation", "Legislation") not in vocabulary_choices("ask_types", dt.date(2026, 1, 1))
    assert vocabulary_labels("ask_types")["legislation"] == "Legislation"


def test_ask_types_stand_in_the_order_of_the_file():
    load_reference_data()

    choices = vocabulary_choices("ask_types")

    assert len(choices) == 20
    assert choices[0] == ("programme_extension", "Programme extension")
    assert choices[-1] == ("other", "Other")


def test_stances_say_what_they_do():
    load_reference_data()

    facts = dict(VocabularyTerm.objects.of("stances").values_list("code", "facts"))

    assert facts["support"] == {"blocks": False, "positive": True}
    assert facts["object"] == {"blocks": True, "positive": False}
    assert facts["existing_programme"] == {"blocks": False, "positive": False, "needs_programme": True}


def test_cues_name_ask_types_and_departments_that_exist():
    load_reference_data()

    types = set(VocabularyTerm.objects.of("ask_types").values_list("code", flat=True))
    assert set(Cue.objects.filter(kind="ask_type").values_list("term", flat=True)) <= types
    defra = Cue.objects.get(kind="department", term="Defra")
    assert (defra.words, defra.whole) == (["DEFRA"], True)


def test_framework_has_its_stages_themes_and_words():
    load_reference_data()
    framework = Framework.objects.get(code="lis-2018")

    assert [stage.name for stage in framework.stages.all()][:2] == ["Evidence base", "Evidence signed off"]
    assert list(framework.themes.filter(is_chapter=True).values_list("name", flat=True)) == [
        "Ideas", "People", "Infrastructure", "Business Environment", "Places",
    ]  # fmt: skip
    assert framework.themes.filter(kind=Theme.Kind.GRAND_CHALLENGE).count() == 4
    assert framework.says("ask") == "Ask of Government"
    assert Framework.objects.get(code="lgp-2025").says("ask") == "Shared priority"
    assert framework.says("policy_position_paper") == "Policy position paper"
    assert [wave.announced for wave in framework.waves.all()] == ["2017-11", "2018-07", "2018-12-03"]


def test_programme_names_the_department_that_ran_it_first():
    load_reference_data()

    assert Programme.objects.get(name="Social Integration Pilot").department.opens_on == dt.date(2018, 1, 8)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Enterprise Zone, tax or rates", "enterprise_zone_tax_or_rates"),
        ("3 Information relating to financial or business affairs", "3"),
        ("amber-green", "amber_green"),
    ],
)
def test_code_of_a_term(label, code):
    assert term_code(label) == code
