"""What a paper is once it has been read: its tables of propositions, its blocks of text and what was odd about it."""

from dataclasses import dataclass, field

from lis.engine.checks import Check

HEADING, PARAGRAPH, BULLET = "heading", "paragraph", "bullet"
TEXT, WORD, CSV, SPREADSHEET, PDF, WEB_PAGE = "text", "word", "csv", "spreadsheet", "pdf", "web page"

# Words that several refusals share.
INSTEAD = "save the paper as a Word document (.docx) or copy its table and paste it as text"
PASSWORD = "This file is protected by a password. Save a copy without the password and upload that."
TRAP = (
    "This file holds far more than a paper does, so we did not open it. Copy the table into a new document and upload "
    "that, or paste the table as text."
)
TOO_HEAVY = (
    "This file takes too long or too much memory to open. Copy the table into a new document and upload that, or paste "
    "the table as text."
)


class UnreadablePaper(Exception):
    """A paper that cannot be read; ``sentence`` says to an officer what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Doubt:
    """Something that was guessed about a row or a cell; ``words`` go on from its name: "goes on over page 3 …"."""

    code: str
    words: str


@dataclass(frozen=True)
class Cell:
    """One cell as it stands in the file.

    ``joined`` cells continue the merged cell above and repeat its words; ``covered`` ones lie under the wide cell to
    their left, whose ``span`` counts both.
    """

    text: str = ""
    where: str = ""
    joined: bool = False
    covered: bool = False
    span: int = 1
    formula: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row of a grid; ``where`` is how an officer finds it in the file."""

    cells: tuple[Cell, ...]
    where: str = ""
    hidden: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Grid:
    """Rows and cells as a file holds them, before anyone knows what they mean."""

    name: str
    lines: tuple[Line, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class SourceRow:
    """One row under the headings. ``fields`` has the words by field, ``extra`` those of columns not imported."""

    number: int
    where: str
    fields: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)
    left_out: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        return row_name(self.number, self.fields.get("title", ""))


@dataclass(frozen=True)
class Table:
    """A table of propositions found by its headings."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Block:
    """A heading, paragraph or bullet that an officer may tick; ``under`` is the number of the block it belongs to."""

    number: int
    kind: str
    text: str
    under: int = 0


@dataclass(frozen=True)
class Paper:
    """One paper, read. ``read_at`` is an ISO 8601 moment, ``sha256`` names the very bytes that were read."""

    name: str
    kind: str
    sha256: str
    read_at: str
    tables: tuple[Table, ...] = ()
    blocks: tuple[Block, ...] = ()
    checks: tuple[Check, ...] = ()


def row_name(number: int, title: str) -> str:
    """How a warning names a row: ``Row 4 (Skills Escalator ESF transition)``."""
    short = " ".join(title.split())
    if len(short) > 60:
        short = short[:59].rstrip() + "…"
    return f"Row {number} ({short or 'no title'})"
