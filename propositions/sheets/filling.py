"""What a filled spreadsheet would change, row by row: whose row it is, on which words, and whether it can be taken."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from lis.engine.actor import Actor
from lis.engine.errors import BadInput
from lis.engine.registry import workflows
from lis.engine.steps import Step, Verdict

from ..bulk.preparing import prepare
from ..intake.reading.apart import read_sheets_safely
from ..intake.reading.paper import Grid, Line, UnreadablePaper
from ..sides.lifecycle import POSITION_PARTS
from ..sides.models import Side
from .columns import ASKS, FILLED, HASH_LENGTH, HEADINGS, NAMES
from .exporting import MOST, current_versions, drafts_of_sides, stance_labels
from .models import FilledSheet

CHANGES, UNCHANGED, REFUSED = "changes", "unchanged", "refused"
VERB = "draft_position"
NO_TABLE = (
    f"This file has no sheet “{ASKS}” with the columns of the file that you took from here. Take the file again, fill "
    "that one, and upload it."
)
TOO_MANY = f"At most {MOST:,} rows can be taken at once. Take a list that is narrowed by the filters."


@dataclass
class FilledRow:
    """One row as it was filled, and what would become of it."""

    line: int
    ref: str
    values: dict[str, str]
    kept: dict[str, str]
    formulas: list[str] = field(default_factory=list)
    outcome: str = REFUSED
    code: str = ""
    sentence: str = ""

    def refuse(self, code: str, sentence: str) -> None:
        self.outcome, self.code, self.sentence = REFUSED, code, sentence


def receive(name: str, content: bytes, actor: Actor, at: dt.datetime, back_url: str = "") -> FilledSheet:
    """Read a filled spreadsheet and prepare what its good rows would change; nothing is drafted yet.

    Raises :class:`BadInput` where the file is not one of ours or cannot be read.
    """
    try:
        rows = rows_in(read_sheets_safely(content))
    except UnreadablePaper as error:
        raise BadInput({"file": [error.sentence]}) from error
    judge(rows, actor, at)
    good = [row for row in rows if row.outcome == CHANGES]
    sides = revisions([row.ref for row in good], actor, at)
    with transaction.atomic():
        batch = prepare(
            actor, workflows["side"].step(VERB), [(row.ref, sides[row.ref]) for row in good],
            title=f"Spreadsheet {name}", back_url=back_url, own={row.ref: row.values for row in good},
        )  # fmt: skip
        return FilledSheet.objects.create(
            batch=batch, name=name[:160], sha256=hashlib.sha256(content).hexdigest(), rows=[asdict(row) for row in rows]
        )


def revisions(refs: list[str], actor: Actor, at: dt.datetime) -> dict[str, int]:
    seen = Side.objects.visible_to(actor, at).filter(record__ref__in=refs)
    return dict(seen.values_list("record__ref", "record__revision"))


def rows_in(grids: tuple[Grid, ...]) -> list[FilledRow]:
    """The filled rows of the workbook's sheet of asks, empty ones left out."""
    for grid in grids:
        heads = [cell.text.strip() for cell in grid.lines[0].cells][: len(HEADINGS)] if grid.lines else []
        if heads == HEADINGS:
            found = [row for number, line in enumerate(grid.lines[1:], 2) if (row := row_of(number, line))]
            if len(found) > MOST:
                raise BadInput({"file": [TOO_MANY]})
            return found
    raise BadInput({"file": [NO_TABLE]})


def row_of(number: int, line: Line) -> FilledRow | None:
    cells = dict(zip(NAMES, line.cells, strict=False))
    texts = {name: cell.text.strip() for name, cell in cells.items()}
    if not any(texts.values()):
        return None
    filled = {name: texts.get(name, "") for name, _ in FILLED}
    kept = {name: texts.get(name, "") for name in ("version", "hash")}
    formulas = [heading for name, heading in zip(NAMES, HEADINGS, strict=True) if name in cells and cells[name].formula]
    return FilledRow(number, texts.get("ref", ""), filled, kept, formulas)


def judge(rows: list[FilledRow], actor: Actor, at: dt.datetime) -> None:
    """Say of each row whether it changes something, changes nothing or is refused, and why."""
    workflow, counted = workflows["side"], Counter(row.ref for row in rows)
    seen = Side.objects.with_record().visible_to(actor, at).filter(record__ref__in=list(counted))
    sides = {side.ref: side for side in seen}
    verdicts = workflow.judge(actor, sides.values(), at)
    drafts, versions = drafts_of_sides(list(sides.values())), current_versions(list(sides.values()))
    codes = {label.casefold(): code for code, label in stance_labels().items()}
    step = workflow.step(VERB)
    for row in rows:
        side = sides.get(row.ref)
        if not row.ref:
            row.refuse("unknown", "The row has no reference. Rows cannot be added to the file.")
        elif counted[row.ref] > 1:
            others = ", ".join(str(other.line) for other in rows if other.ref == row.ref and other is not row)
            row.refuse("double", f"{row.ref} stands in the file more than once, also in line {others}. Keep one row.")
        elif side is None:
            row.refuse("unknown", f"{row.ref} is not a part of your department’s in any ask that you can see.")
        elif row.formulas:
            row.refuse("formula", f"There is a formula under “{row.formulas[0]}”. Write the words themselves.")
        else:
            draft, verdict = drafts.get(side.pk, {}), next(one for one in verdicts[side.pk] if one.step is step)
            _judge_words(row, side, verdict, draft, versions[side.ask_id], codes, actor)


def _judge_words(
    row: FilledRow, side: Side, verdict: Verdict, draft: dict[str, str], version: Any, codes: dict[str, str],
    actor: Actor,
) -> None:  # fmt: skip
    stance = row.values["stance"]
    row.values["stance"] = codes.get(stance.casefold(), stance)
    read = {"version": str(version.number), "hash": version.hash[:HASH_LENGTH]}
    if all(row.values[part] == draft.get(part, "").strip() for part in POSITION_PARTS):
        row.outcome, row.sentence = UNCHANGED, "It is as it stands."
    elif row.kept != read:
        row.refuse(
            "version", f"The row is on other words of {side.ask.ref} than stand now: version {row.kept['version']}, "
            f"now {version.number}. Take the file again and read the new words."
        )  # fmt: skip
    elif row.values["stance"] and row.values["stance"] not in codes.values():
        row.refuse("stance", f"“{stance}” is no position that can be chosen. Choose one from the list.")
    elif not verdict.mine:
        row.refuse("not-yours", f"Drafting here is not yours. It is for {verdict.step.who.phrase}.")
    elif verdict.reasons:
        row.refuse(verdict.reasons[0].code, " ".join(reason.sentence for reason in verdict.reasons))
    else:
        _judge_form(row, side, verdict.step, actor)


def _judge_form(row: FilledRow, side: Side, step: Step, actor: Actor) -> None:
    form = step.form(row.values, actor=actor, noun=side)
    if form.is_valid():
        row.outcome, row.sentence = CHANGES, "It becomes the draft."
        return
    errors = {name: found[0] for name, found in form.errors.items() if name in form.fields}
    told = [_told(name, form.fields[name].label, error, row) for name, error in errors.items()]
    row.refuse("words", " ".join(told) or " ".join(form.non_field_errors()))


def _told(name: str, label: str, error: str, row: FilledRow) -> str:
    if name == "programme" and row.values[name]:
        return f"{label}: “{row.values[name]}” does not stand in the list."
    return f"{label}: {error}"
