"""How our forms read what people enter, how they refuse it, and how they look."""

import datetime as dt

import pytest
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.files.uploadedfile import SimpleUploadedFile

from lis.doors.forms import DateField, MarkdownField, StepEnvelope, UploadField
from lis.engine import clock

NOVEMBER = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


class Meeting(forms.Form):
    held = DateField(
        label="When did the board meet?", what="The date of the meeting", help_text="For example, 14 12 2026."
    )


class Late(forms.Form):
    held = DateField(what="The date of the meeting", not_future=True, required=False)


class Words(forms.Form):
    title = forms.CharField(label="The ask in a line", max_length=200, help_text="One sentence.")
    kind = forms.ChoiceField(label="Type", choices=[("a", "Policy"), ("b", "Money")], widget=forms.RadioSelect)
    departments = forms.MultipleChoiceField(
        label="Departments", choices=[("x", "BEIS")], widget=forms.CheckboxSelectMultiple, required=False
    )
    area = forms.ChoiceField(label="Area", choices=[("LAN", "Lancashire")])
    note = forms.CharField(label="Note", required=False, max_length=100, widget=forms.Textarea)
    sure = forms.BooleanField(label="I have read the words")


class Paper(forms.Form):
    file = UploadField(label="Paper", types={".docx": "Word", ".csv": "CSV"}, megabytes=1)


def entered(day="", month="", year=""):
    return {"held_day": day, "held_month": month, "held_year": year}


@pytest.mark.parametrize(
    "data",
    [
        entered("14", "12", "2026"),
        entered(" 14 ", "December", "2026"),
        entered("14", "dec.", "2026"),
        {"held": "2026-12-14"},
        {"held": dt.date(2026, 12, 14)},
    ],
)
def test_date_field_reads_figures_month_names_and_a_whole_date(data):
    form = Meeting(data)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["held"] == dt.date(2026, 12, 14)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (entered(), "The date of the meeting is missing. Enter a day, a month and a year."),
        ({}, "The date of the meeting is missing. Enter a day, a month and a year."),
        (entered("14", "", ""), "The date of the meeting must include a month and a year."),
        (entered("31", "2", "2026"), "The date of the meeting must be a real date, for example 14 12 2026."),
        (entered("x", "2", "2026"), "The date of the meeting must be a real date, for example 14 12 2026."),
        (entered("1", "ma", "2026"), "The date of the meeting must be a real date, for example 14 12 2026."),
        (entered("1", "2", "26"), "The date of the meeting must have a year of four figures, for example 2026."),
        ({"held": "soon"}, "The date of the meeting must be a real date, for example 14 12 2026."),
    ],
)
def test_date_field_says_what_is_missing_or_wrong(data, sentence):
    form = Meeting(data)

    assert form.errors == {"held": [sentence]}


def test_date_field_refuses_tomorrow_where_only_the_past_will_do():
    with clock.at(NOVEMBER):
        assert Late({"held": "2026-11-22"}).is_valid()
        assert Late({"held": "2026-11-23"}).errors["held"] == ["The date of the meeting must be today or in the past."]


def test_date_field_left_as_it_was_has_not_changed():
    form = Late(entered("6", "11", "2026"), initial={"held": dt.date(2026, 11, 6)})

    assert not form.has_changed()


def test_date_field_draws_three_labelled_inputs_and_marks_only_the_wrong_one():
    html = str(Meeting(entered("14", "", "2026")))

    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">When did the board meet?' in html
    assert 'aria-describedby="id_held_helptext id_held_error"' in html
    assert html.count("govuk-input--error") == 1
    for part, position in (("day", 0), ("month", 1), ("year", 2)):
        assert f'<label class="govuk-label govuk-date-input__label" for="id_held_{position}">' in html
        assert f'name="held_{part}"' in html
    assert 'value="14"' in html


def test_field_says_how_to_mend_what_is_missing_and_ties_the_words_to_the_input():
    form = Words({})
    html = str(form)

    assert form["title"].sentences == ["Fill in “The ask in a line”."]
    assert form["kind"].sentences == ["Choose an answer for “Type”."]
    assert form["sure"].sentences == ["Tick “I have read the words” to go on."]
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_of_choices_has_a_legend_and_labels():
    html = str(Words())

    assert '<input class="govuk-radios__input" type="radio" name="kind" value="b"' in html
    assert '<label class="govuk-label govuk-radios__label" for="id_kind_1">Money</label>' in html
    assert '<input class="govuk-checkboxes__input" type="checkbox" name="departments" value="x"' in html


def test_field_marks_what_is_optional_and_never_cuts_what_is_pasted():
    html = str(Words())

    assert 'Note <span class="app-optional">(optional)</span>' in html
    assert 'data-maxlength="100"' in html
    assert ' maxlength="100"' not in html


def test_widgets_of_the_admin_stay_as_they_are():
    class Stock(forms.Form):
        at = forms.SplitDateTimeField(widget=AdminSplitDateTime)

    assert 'class="vDateField"' in str(Stock()["at"])


def test_markdown_field_has_one_kind_of_line_end_and_nothing_that_cannot_be_stored():
    field = MarkdownField()

    assert field.clean("one\r\ntwo\x00\ud800") == "one\ntwo"


def test_upload_field_says_types_and_size_before():
    form = Paper()

    assert form["file"].help_text == "Word (.docx), CSV (.csv). Up to 1 MB."
    assert 'accept=".docx,.csv"' in str(form)
    assert form.is_multipart()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("paper.pages", b"x", "“paper.pages” is not one of the types we can read (.docx, .csv)."),
        ("paper.csv", b"x" * (1024 * 1024 + 1), "“paper.csv” has 2 MB. The most we take is 1 MB."),
        ("paper.csv", b"", "The file is empty. Choose another one."),
    ],
)
def test_upload_field_refuses_by_name_and_size(name, content, sentence):
    form = Paper({}, {"file": SimpleUploadedFile(name, content)})

    assert form.errors["file"] == [sentence]


def test_envelope_gives_each_form_its_own_key_and_draws_no_ids():
    first, second = StepEnvelope(initial={"expected": 4}), StepEnvelope()
    html = "".join(str(field) for field in first)

    assert first["key"].value() != second["key"].value()
    assert 'name="expected" value="4"' in html
    assert "id=" not in html
