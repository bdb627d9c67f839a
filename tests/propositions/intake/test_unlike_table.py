"""A table unlike Lancashire's: other headings, seven columns, five rows, nine asks, in another order."""

import pytest

from tests.propositions.intake.papers import as_csv, as_excel, as_word, codes, previewed, read

HEADINGS = [
    "Ref",
    "Requests to Government ",
    "PROJECT NAME",
    "Lead officer",
    "Rationale",
    "Description (one line)",
    "Delivery",
]
ROWS = [
    HEADINGS,
    [
        "H1",
        "1. Extend the tram pilot to the coast\n2. DfT to sit on the project panel as an observer",
        "Coastal tram",
        "A. Shah",
        "Journeys take too long",
        "A tram to the coast",
        "With the operator",
    ],
    [
        "H2",
        "• Share school leaver data with us\n• DWP and dfe to agree one form; both to use it from the next school year",
        "One front door",
        "B. Lowe",
        "Four forms for one person",
        "A single form",
        "A joint team",
    ],
    [
        "H3",
        "Recognise the port as a trade gateway\n\nand open an office there",
        "Port gateway",
        "B. Lowe",
        "It handles a third of the trade",
        "A gateway",
        "The port company",
    ],
    ["H4", "£4 million for the flood wall", "Flood wall", "C. Quaye", "Two floods in five years", "A wall", ""],
    [
        "H4",
        "A safety case for night flights\nAn assurance panel",
        "Night flights",
        "",
        "Freight moves by night",
        "Night freight",
        "The airport",
    ],
]

EXPECTED = [
    (
        "Coastal tram",
        [
            ("Extend the tram pilot to the coast", "Pilot or test bed", []),
            ("DfT to sit on the project panel as an observer", "Official on a panel", ["DfT"]),
        ],
    ),
    (
        "One front door",
        [
            ("Share school leaver data with us", "", []),
            ("DWP and dfe to agree one form; both to use it from the next school year", "", ["DWP", "DfE"]),
        ],
    ),
    (
        "Port gateway",
        [
            ("Recognise the port as a trade gateway", "Recognition or endorsement", []),
            ("and open an office there", "", []),
        ],
    ),
    ("Flood wall", [("£4 million for the flood wall", "", [])]),
    (
        "Night flights",
        [
            ("A safety case for night flights", "Regulatory change or assurance", []),
            ("An assurance panel", "Regulatory change or assurance", []),
        ],
    ),
]

WRITERS = {
    "word": as_word,
    "excel": as_excel,
    "csv": as_csv,
    "semicolons, cp1252": lambda rows: as_csv(rows, ";", "cp1252"),
    "tabs, utf-16": lambda rows: as_csv(rows, "\t", "utf-16"),
    "csv, utf-8 with mark": lambda rows: as_csv(rows, ",", "utf-8-sig"),
    "csv, utf-16 without mark": lambda rows: as_csv(rows, ",", "utf-16-be"),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_unlike_table_is_read_whole(write):
    preview = previewed(read(write(ROWS)))

    found = [(row.title, [(ask.text, ask.type, list(ask.departments)) for ask in row.asks]) for row in preview.rows]
    assert found == EXPECTED
    assert (preview.proposition_count, preview.ask_count) == (5, 9)


def test_columns_are_found_under_their_own_headings():
    row = previewed(read(as_csv(ROWS))).rows[0]

    assert (row.what, row.why, row.how, row.reference) == (
        "A tram to the coast",
        "Journeys take too long",
        "With the operator",
        "H1",
    )
    assert row.sources[0].cells["Lead officer (not imported)"] == "A. Shah"


def test_each_oddity_has_a_sentence_that_names_its_row():
    preview = previewed(read(as_csv(ROWS)))

    sentences = [check.sentence for row in preview.rows for check in row.checks]
    sentences += [check.sentence for row in preview.rows for ask in row.asks for check in ask.checks]
    assert sentences == [
        "Row 4 (Flood wall) has the same reference, “H4”, as row 5. We give references of our own; check that it is "
        "not the same proposition twice.",
        "Row 5 (Night flights) has the same reference, “H4”, as row 4. We give references of our own; check that it is "
        "not the same proposition twice.",
        "Row 2 (One front door), ask 2, may hold more than one ask. Split it if it does.",
        "Row 3 (Port gateway), ask 2, may go on from the ask above it. Merge the two if it does.",
        "Row 4 (Flood wall), ask 1, speaks of money. Say whether that is new money or an existing budget.",
    ]
    assert codes(preview.checks) == ["unread-column"]
    assert preview.checks[0].sentence.startswith("The column “Lead officer” is not imported")
    assert preview.stops == ()
