"""What an import would write: rows and asks that the officer may correct, with a warning beside each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lis.engine.canonical import digest
from lis.engine.checks import Check
from propositions.intake.reading.paper import row_name

NONE, EXISTING, NEW = "none", "existing", "new"


@dataclass(frozen=True)
class PreviewAsk:
    """One ask. A cue is kept while the suggestion stands that it caused; ``money`` is none, existing or new."""

    text: str
    type: str = ""
    type_cue: str = ""
    departments: tuple[str, ...] = ()
    department_cues: tuple[str, ...] = ()
    money: str = NONE
    include: bool = True
    former_departments: dict[str, str] = field(default_factory=dict)  # named in the words, but closed: successors
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Source:
    """One row as it stood in the paper, untouched by any correction; ``hash`` knows it again in another file."""

    number: int
    where: str
    cells: dict[str, str]
    hash: str


@dataclass(frozen=True)
class PreviewRow:
    """One proposition. ``notes`` are findings about the source that stay, ``checks`` all that hold now."""

    number: int
    title: str
    what: str = ""
    why: str = ""
    how: str = ""
    asks: tuple[PreviewAsk, ...] = ()
    reference: str = ""
    include: bool = True
    sources: tuple[Source, ...] = ()
    notes: tuple[Check, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        return row_name(self.number, self.title)

    @property
    def source_cell_hash(self) -> str:
        """The hash of the source row, or of all rows that were merged into this one."""
        hashes = [source.hash for source in self.sources]
        return hashes[0] if len(hashes) == 1 else digest("".join(hashes))

    @property
    def stops(self) -> bool:
        """Whether something in this row has to be mended, or left out, before anything is written."""
        return self.include and any(check.stops for check in _all_checks(self))


@dataclass(frozen=True)
class Preview:
    """What one table of one paper would become."""

    paper_name: str
    paper_kind: str
    paper_sha256: str
    read_at: str
    table: int
    table_name: str
    headings: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    checks: tuple[Check, ...] = ()

    @property
    def stops(self) -> tuple[Check, ...]:
        """Everything that has to be mended or left out before anything is written."""
        return tuple(check for row in self.rows if row.include for check in _all_checks(row) if check.stops)

    @property
    def proposition_count(self) -> int:
        return sum(row.include for row in self.rows)

    @property
    def ask_count(self) -> int:
        return sum(ask.include for row in self.rows if row.include for ask in row.asks)


def _all_checks(row: PreviewRow) -> Iterator[Check]:
    yield from row.checks
    for ask in row.asks:
        if ask.include:
            yield from ask.checks
