"""What becomes of a text in Markdown, and of what somebody hides in one."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lis.doors.markdown import TAGS, to_html


class Reader(HTMLParser):
    """Notes every element with its attributes, as a browser would see them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def elements(html):
    reader = Reader()
    reader.feed(html)
    return reader.found


def test_markdown_draws_paragraphs_lists_and_links():
    html = to_html("Some **farms**.\n\n- [audit](https://example.org/a)")

    assert html == (
        '<div class="app-prose"><p>Some <strong>farms</strong>.</p>\n'
        '<ul>\n<li><a href="https://example.org/a" rel="nofollow noopener">audit</a></li>\n</ul>\n</div>'
    )


def test_markdown_puts_headings_below_those_of_the_page():
    html = to_html("# One\n\n## Two\n\n##### Deep")

    assert "<h3>One</h3>" in html
    assert "<h4>Two</h4>" in html
    assert "<h6>Deep</h6>" in html


def test_markdown_starts_at_the_level_it_is_told_whatever_the_writer_used():
    assert "<h2>Why</h2>" in to_html("## Why", top=2)


def test_markdown_of_nothing_is_nothing():
    assert to_html(" \n") == ""


def test_markdown_puts_a_table_in_a_frame_with_headings_in_scope():
    html = to_html("| Year | Farms |\n|---|--:|\n| 2020 | 1900 |")

    assert '<div class="app-scroll" role="region" tabindex="0" aria-label="Table">' in html
    assert '<th scope="col">Year</th>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "![picture](https://example.org/spy.png)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        '<div class="govuk-panel" style="position:fixed">x</div>',
    ],
)
def test_markdown_lets_nothing_through_that_acts_or_fetches(text):
    for tag, attributes in elements(to_html(text)):
        assert tag in {"div", "p", "a"}
        assert set(attributes) <= {"class", "href", "rel"}
        assert attributes.get("class", "app-prose") == "app-prose"
        assert attributes.get("href", "https:").startswith("https:")


@given(st.text(alphabet="#*_[]()<>`|-!\n ab1.:\\\"'&", max_size=200))
def test_markdown_of_any_text_has_no_tag_beyond_the_list(text):
    assert {tag for tag, _ in elements(to_html(text))} <= TAGS
