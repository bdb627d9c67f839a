"""The columns of the spreadsheet that is filled offline: what identifies a row, and what is filled in."""

from __future__ import annotations

# Locked in the sheet; a row is known by its reference, its version and the hash of the words that were read.
KEPT = (("ref", "Reference"), ("area", "Area"), ("ask", "Ask"), ("version", "Version"), ("hash", "Hash of the words"))
# Filled in; the names are those of the fields of a position.
FILLED = (
    ("stance", "Position"),
    ("words", "What we say to the area"),
    ("reason", "Reason"),
    ("condition", "Condition or date"),
    ("programme", "Existing programme"),
)
HEADINGS = [heading for _, heading in (*KEPT, *FILLED)]
NAMES = [name for name, _ in (*KEPT, *FILLED)]
WIDTHS = {"ref": 20, "area": 18, "ask": 60, "version": 9, "hash": 14, "stance": 26, "words": 60, "reason": 40,
          "condition": 26, "programme": 34}  # fmt: skip
ASKS, LISTS, HOW = "Asks to fill", "Lists", "How to fill"
# So much of the hash tells two texts apart, and can be read.
HASH_LENGTH = 16

INSTRUCTIONS = (
    "Fill in the columns from “Position” on. The columns before them are locked: they say which ask and which words "
    "a row is about.",
    "Choose “Position” and “Existing programme” from the lists in their cells; the sheet “Lists” shows them all.",
    "A position that is not positive needs a reason, which the area will read. “Not now” needs a condition or a date. "
    "“Already covered by an existing programme” needs the programme.",
    "Leave a row as it is, or empty, if you do not want to change it. Do not add rows or formulas: they are refused.",
    "Upload the file on the page from which you took it. You see first what would change; the rows that cannot be "
    "taken are listed with the reason, and the others can go on without them.",
    "What you upload is a draft in your name. Another person clears it; nothing is sent to an area.",
)
