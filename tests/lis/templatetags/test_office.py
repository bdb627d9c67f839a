"""The words that pages use for dates, days, lists and states, and what stands on top of a refused page."""

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template

from lis.engine import clock
from lis.templatetags import office

WINTER = dt.datetime(2026, 12, 14, 10, 2, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)


def draw(source, **values):
    return Template("{% load office %}" + source).render(Context(values))


def test_date_words_gives_the_day_in_london():
    assert office.date_words(dt.date(2026, 12, 14)) == "14 December 2026"
    assert office.date_words(SUMMER) == "1 July 2026"
    assert office.date_words(None) == ""


def test_datetime_words_names_the_time_of_the_season():
    assert office.datetime_words(WINTER) == "14 December 2026 at 10:02 GMT"
    assert office.datetime_words(SUMMER) == "1 July 2026 at 00:30 BST"


@pytest.mark.parametrize(
    ("days", "waiting", "due"),
    [
        (-3, "less than a day", "due in 3 days"),
        (-1, "less than a day", "due tomorrow"),
        (0, "less than a day", "due today"),
        (1, "1 day", "1 day overdue"),
        (2, "2 days", "2 days overdue"),
        (1_200, "1,200 days", "1,200 days overdue"),
    ],
)
def test_days_are_told_from_today(days, waiting, due):
    with clock.at(WINTER):
        then = dt.date(2026, 12, 14) - dt.timedelta(days=days)

        assert office.days_since(then) == days
        assert office.days_words(then) == waiting
        assert office.due_words(then) == due


def test_days_since_counts_midnights_of_london():
    with clock.at(dt.datetime(2026, 7, 1, 0, 10, tzinfo=dt.UTC)):
        assert office.days_since(dt.datetime(2026, 6, 30, 22, 50, tzinfo=dt.UTC)) == 1
        assert office.days_since(SUMMER) == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [([], ""), (None, ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"), (["A", ""], "A")],
)
def test_plain_list_reads_as_a_sentence_would(values, words):
    assert office.plain_list(values) == words


def test_status_tag_says_the_status_in_words_and_escapes_them():
    assert draw("{% status_tag 'agreed_in_part' %}") == (
        '<strong class="app-tag app-tag--green">Agreed in part</strong>'
    )
    assert draw("{% status_tag '' %}") == ""
    assert "&lt;b&gt;" in draw("{% status_tag label %}", label="<b>")


def test_scrolling_table_is_a_named_region_that_takes_the_focus():
    html = draw("{% scrolling_table name %}<table></table>{% endscrolling_table %}", name='Asks of "Lancashire"')

    assert html == (
        '<div class="app-scroll" role="region" aria-label="Asks of &quot;Lancashire&quot;" tabindex="0">'
        "<table></table></div>"
    )


def test_word_diff_tag_tells_the_change_in_words_and_marks():
    html = draw("{% word_diff old new %}", old="soon", new="by 2030")

    assert "Added: “by 2030”. Removed: “soon”." in html
    assert "<ins>" in html
    assert "<del>" in html


class Step(forms.Form):
    note = forms.CharField(label="Note")
    kind = forms.ChoiceField(label="Type", choices=[("a", "A")], widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The board has not met.")


def test_page_errors_leads_each_sentence_to_its_field():
    found = office.page_errors(Context({"form": Step({}), "problems": ["LAN-07 has changed."]}))

    assert found == [
        ("LAN-07 has changed.", ""),
        ("The board has not met.", ""),
        ("Fill in “Note”.", "id_note"),
        ("Choose an answer for “Type”.", "id_kind_0"),
        ("Fill in “Key”.", ""),
    ]


def test_page_errors_of_a_form_not_yet_sent_are_none():
    assert office.page_errors(Context({"form": Step()})) == []


def test_page_errors_reads_every_form_of_a_set():
    rows = forms.formset_factory(Step)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-note": "x", "form-0-key": "k"}
    )

    assert ("Choose an answer for “Type”.", "id_form-0-kind_0") in office.page_errors(Context({"formset": rows}))


def test_base_page_begins_its_title_with_error_and_stands_without_a_request():
    source = '{% extends "base.html" %}{% block title %}Submit{% endblock %}'

    refused = Template(source).render(Context({"form": Step({})}))
    fine = Template(source).render(Context({}))

    assert "<title>Error: Submit – Concordat</title>" in refused
    assert 'href="#id_note"' in refused
    assert "<title>Submit – Concordat</title>" in fine
    assert "There is a problem" not in fine
    assert fine.index("Skip to main content") < fine.index("<header")
