"""Saved web pages: what a browser shows is read, what it hides is told, and nothing that they name is fetched."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propositions.intake.reading.apart import read_upload_safely
from propositions.intake.reading.paper import WEB_PAGE, UnreadablePaper
from tests.propositions.intake.papers import codes, kept, previewed, read
from tests.propositions.intake.reading.test_safety import only_in_words

TABLE = "<table><tr><th>Title<th>What<th>Ask</tr>{}</table>"


def page(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def rows(paper, table: int = 0) -> list[tuple[str, str, str]]:
    return [tuple(row.fields.get(name, "") for name in ("title", "what", "ask")) for row in paper.tables[table].rows]


def texts(paper) -> list[str]:
    return [block.text for block in paper.blocks]


def sentences(checks) -> list[str]:
    return [check.sentence for check in checks]


# Pages as they are saved --------------------------------------------------------------------------------------------


def test_page_of_a_councils_site_is_read_as_it_is_shown():
    paper = read(kept("council.html"), "Agenda item.html")

    assert paper.kind == WEB_PAGE
    assert [row.fields for row in paper.tables[0].rows] == [
        {
            "title": "Night trains to the coast",
            "what": "Two trains an hour until midnight\nA stop at the hospital",
            "why": "Nurses cannot get home",
            "how": "The operator and the county share the cost",
            "ask": "Let the trains run on the freight path\nLend an official for the talks\nPay for the platform",
        },
        {
            "title": "Hydrogen for harbour craft",
            "what": "A filling station, because the yards have the welders",
            "how": "A consortium",
            "ask": "Recognise the harbour as a test bed\nApprove the procedure",
        },
        {"title": "Old proposition", "what": "Given up", "why": "", "how": "", "ask": "Nothing"},
    ]
    assert texts(paper) == [
        "Committees",
        "Calendar",
        "Agenda item",
        "Asks of Government",
        "The board considered a report of the director of growth – circulated beforehand – on the propositions for the "
        "county’s strategy.",
        "Table 1: propositions",
        "Resolved: that the propositions be agreed.",
        "The director to write to the department",
        "The chair to be told",
    ]
    assert [block.kind for block in paper.blocks][2:4] == ["heading", "heading"]


def test_page_of_a_councils_site_is_told_of_where_it_hides_or_merges():
    paper = read(kept("council.html"))
    trains, hydrogen, old = paper.tables[0].rows

    assert codes(trains.checks) == ["merged-title"]
    assert codes(hydrogen.checks) == ["wide-cell", "hidden-words"]
    assert sentences(hydrogen.checks)[1] == (
        "Row 2 (Hydrogen for harbour craft), under “Ask”, holds words that the page hides, which are not imported: “by "
        "May”."
    )
    assert (old.left_out, codes(old.checks)) == (True, ["hidden-row"])
    assert sentences(paper.checks) == [
        "The page holds fields to fill in; what stands in them is not imported. Type what you need.",
        "The page takes its looks from other files, which we do not open: words that it does not show may be among "
        "those that we read.",
        "The page hides words, which are not imported: “Sign in to comment on this item”, “This decision is not open "
        "to call-in.” and “Please switch scripts on.”.",
    ]


def test_page_that_word_saved_is_read_with_its_letters_bullets_and_changes():
    paper = read(kept("word.htm"), "Board paper.htm")

    assert rows(paper) == [
        (
            "One front door for apprenticeships",
            "A single “form”, £3 a copy\nA single adviser",
            "· Share the data on school leavers\n· DWP and DfE to agree on one form",
        )
    ]
    assert [ask.text for ask in previewed(paper).rows[0].asks] == [
        "Share the data on school leavers", "DWP and DfE to agree on one form",
    ]  # fmt: skip
    assert texts(paper) == [
        "Asks of Government",
        "The county’s four propositions – none of them costed yet – are below.",
    ]
    assert codes(paper.checks) == ["tracked-changes"]
    assert codes(paper.tables[0].rows[0].checks) == ["hidden-words"]


# Tables -------------------------------------------------------------------------------------------------------------


def test_table_inside_layout_tables_is_found_and_no_word_is_read_twice():
    inner = TABLE.format("<tr><td>Ferry<td>A boat<td>Pay</tr>")
    outer = f"<table><tr><td>Menu</td><td><table><tr><td>Before{inner}After</td></tr></table></td></tr></table>"

    paper = read(page(outer))

    assert rows(paper) == [("Ferry", "A boat", "Pay")]
    assert texts(paper) == ["Menu", "Before", "After"]


def test_table_inside_a_cell_keeps_its_words_with_a_warning():
    paper = read(page(TABLE.format("<tr><td>Ferry<td><table><tr><td>A boat<td>A crew</table><td>Pay")))

    assert rows(paper) == [("Ferry", "A boat\nA crew", "Pay")]
    assert codes(paper.tables[0].checks) == ["nested-table"]


@pytest.mark.parametrize(
    ("body", "found", "warned"),
    [
        (
            "<tr><td rowspan=2>Ferry<td>A boat<td>Pay<tr><td>A crew<td>Lend<tr><td>Bridge<td>A span<td>Dig",
            [("Ferry", "A boat\nA crew", "Pay\nLend"), ("Bridge", "A span", "Dig")],
            [["merged-title"], []],
        ),
        (
            "<tr><td>Ferry<td>A boat<td rowspan=0>Pay<tr><td>Bridge<td>A span",
            [("Ferry", "A boat", "Pay"), ("Bridge", "A span", "Pay")],
            [[], ["merged-cell"]],
        ),
        ("<tr><td>Ferry<td colspan=2>Both", [("Ferry", "Both", "")], [["wide-cell"]]),
        ("<tr><td>Ferry<td>A boat<td colspan=x rowspan=-1>Pay", [("Ferry", "A boat", "Pay")], [[]]),
        (
            "<tfoot><tr><td>Last<td>x<td>y</tfoot><tr><td>First<td>x<td>y",
            [("First", "x", "y"), ("Last", "x", "y")],
            [[], []],
        ),
    ],
    ids=[
        "a title over two rows",
        "a cell to the end",
        "a cell over two columns",
        "spans that are no numbers",
        "a foot",
    ],
)
def test_cells_stand_under_their_headings_whatever_they_span(body, found, warned):
    paper = read(page(TABLE.format(body)))

    assert rows(paper) == found
    assert [codes(row.checks) for row in paper.tables[0].rows] == warned


def test_words_that_stand_in_no_cell_are_kept():
    table = (
        "<table>Loose<tr><th>Title<th>Ask</tr>words<tr>stray<td>Ferry<td>Pay</tr><tfoot>foot<tr><td>Bus<td>Go</table>"
    )

    paper = read(page(f"{table} after"))

    assert rows(paper) == [("Ferry", "", "Pay"), ("Bus", "", "Go")]
    assert texts(paper) == ["Loose", "words", "stray", "foot", "after"]


def test_other_tables_are_text_line_by_line_or_paragraph_by_paragraph():
    paper = read(page("<table><tr><th>Paper<th>Date<tr><td>None<td>May</table><table><tr><td><p>One.<p>Two.</table>"))

    assert paper.tables == ()
    assert texts(paper) == ["Paper Date", "None May", "One.", "Two."]


def test_a_table_that_spans_far_too_much_is_refused_in_words():
    body = "<tr>" + "<td colspan=100 rowspan=60000>x" * 60 + "</tr>" + "<tr><td>y</tr>" * 200

    with pytest.raises(UnreadablePaper, match="holds far more than a paper does"):
        read(page(TABLE.format(body)))


# What is hidden -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("", "<p hidden>gone</p>"),
        ("", '<p style="color:red; DISPLAY : none">gone</p>'),
        ("", '<div style="visibility:hidden"><p>gone</p></div>'),
        (".x, p.y { display: none }", '<p class="a y">gone</p>'),
        ("/* a { } */ #z{display:none!important}", '<p id="z">gone</p>'),
        ("@media screen { aside { display:none } }", "<aside>gone</aside>"),
        ("", "<noscript>gone</noscript>"),
    ],
)
def test_hidden_words_are_told_and_not_imported(style, hidden):
    paper = read(page(f"<p>Shown here.</p>{hidden}", f"<style>{style}</style>"))

    assert texts(paper) == ["Shown here."]
    assert sentences(paper.checks)[1:] == ["The page hides words, which are not imported: “gone”."]


@pytest.mark.parametrize(
    "style", ["@media print { p { display:none } }", "p.other { display: none }", "p { color: red"]
)
def test_words_that_are_shown_are_read(style):
    assert texts(read(page("<p>Shown here.</p>", f"<style>{style}</style>"))) == ["Shown here."]


def test_scripts_styles_and_templates_are_no_words():
    body = (
        "<p>Shown here.</p><script>document.write('x')</script><template><p>y</p></template><svg><title>z</title></svg>"
    )

    assert texts(read(page(body, "<title>t</title><style>p{}</style>"))) == ["Shown here."]


def test_pages_inside_the_page_are_told():
    assert "embedded-page" in codes(read(page("<p>Shown here.</p><iframe src='http://x.example/'></iframe>")).checks)


# Letters ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding", "told"),
    [
        ("<meta charset=utf-8>", "utf-8", []),
        ("", "utf-8", []),
        ("<meta charset='windows-1252'>", "cp1252", []),
        ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>", "cp1252", []),
        ("<meta charset=iso-8859-1>", "utf-8", []),
        ("<meta charset=utf-8>", "cp1252", ["encoding"]),
        ("", "cp1252", ["encoding"]),
        ("<meta charset=no-such-thing>", "cp1252", ["encoding"]),
        ("<meta charset=rot13>", "cp1252", ["encoding"]),
        ("<meta charset=utf-16>", "utf-16", []),
        ("<meta charset=macintosh>", "mac-roman", []),
    ],
)
def test_letters_are_read_as_they_are_marked_declared_or_must_be(head, encoding, told):
    paper = read(page("<p>Zoë’s café – £4m.</p>", head, encoding))

    assert texts(paper) == ["Zoë’s café – £4m."]
    assert codes(paper.checks)[1:] == told


def test_entities_are_letters_and_those_of_the_page_itself_are_none():
    body = "<p>caf&eacute; &amp; &#163;4m &#x2013; the county&#146;s &unknown; one.</p>"
    trap = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>A &x; b.</p></html>'

    assert texts(read(page(body))) == ["café & £4m – the county’s &unknown; one."]
    assert "&x; b." in " ".join(texts(read(trap)))


# Traps --------------------------------------------------------------------------------------------------------------


def test_nothing_that_a_page_names_is_fetched_or_run(listening):
    port, came = listening
    at = f"http://127.0.0.1:{port}"
    head = f'<base href="{at}/"><link rel=stylesheet href="{at}/a.css"><script src="{at}/a.js"></script>'
    body = f'<img src="{at}/a.png"><iframe src="{at}/"></iframe><object data="{at}/"></object><p>Words.</p>'
    doctype = f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{at}/xhtml1.dtd">'

    paper = read_upload_safely(
        "paper.html", f"{doctype}<html><head>{head}</head><body>{body}</body></html>".encode(),
        at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip

    assert texts(paper) == ["Words."]
    assert came == []


def test_a_page_nested_too_deep_or_of_too_many_parts_is_refused_in_words():
    with pytest.raises(UnreadablePaper, match="too many parts inside parts"):
        read(page("<div>" * 400 + "words" + "</div>" * 400))
    with pytest.raises(UnreadablePaper, match="holds far more than a paper does"):
        read(page("<b>x" * 400_001))


PIECES = [
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<th>Title",
    "<th>Ask",
    "</table>",
    "<p>",
    "<br>",
    "<li>",
    "&amp;",
    "<![if",
    "x",
]


@settings(deadline=None, max_examples=150, database=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=30))
def test_any_page_is_read_or_refused_in_words(pieces):
    only_in_words(b"<html>" + "".join(pieces).encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=60, database=None)
@given(st.data())
def test_mutated_pages_are_read_or_refused_in_words(data):
    content = bytearray(kept("council.html"))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    only_in_words(bytes(content))
