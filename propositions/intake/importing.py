"""How the rows of a preview become propositions and asks: all of them in one step, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lis.engine.canonical import canonical, digest
from lis.engine.errors import BadInput, NotNow
from lis.engine.models import Record
from lis.engine.registry import workflows
from lis.engine.steps import Act
from lis.strategies.models import Action, Workstream

from .models import ImportedRow, SourceDocument
from .preview import PreviewRow
from .reading.paper import Block
from .working import keep, paper_in, place_of

KINDS = ImportedRow.Kind


def write_rows(act: Act) -> None:
    """Make a proposition of each row of the saved preview that is not left out, with its asks."""
    source, preview = act.noun, act.facts.preview
    paper = paper_in(source)
    for row in preview.rows:
        if row.include:
            _write_row(act, source, row, lambda number: place_of(paper, preview.table, number))
    # What is left in the paper is previewed afresh, so that what was imported now says so.
    keep(source, None, act.actor)


def _write_row(act: Act, source: SourceDocument, row: PreviewRow, place: Callable[[int], str]) -> None:
    words = {"title": row.title, "what": row.what, "why": row.why, "how": row.how}
    proposition = make(act, "proposition", "start", {"strategy": source.strategy.ref, **words}, row.name)
    for one in row.sources:
        remember(act, KINDS.PROPOSITION, one.number, place(one.number), one.hash, made=proposition.record)
    first = row.sources[0]
    for number, ask in enumerate(row.asks, 1):
        if not ask.include:
            continue
        data = {
            "proposition": proposition.ref, "ask": ask.text, "type": ask.type, "money": ask.money,
            "departments": list(ask.departments),
        }  # fmt: skip
        made = make(act, "ask", "add", data, f"{row.name}, ask {number}")
        remember(act, KINDS.ASK, first.number, place(first.number), first.hash, made=made.record)


def use_blocks(act: Act) -> None:
    """Make of each ticked block what the officer chose for it: a proposition, an ask or an action."""
    blocks = {block.number: block for block in paper_in(act.noun).blocks}
    for item in act.given["items"]:
        block = blocks.get(item["block"])
        if block is None:
            raise BadInput({"items": [f"There is no block {item['block']} in this paper."]})
        _use(act, block, item)


def _use(act: Act, block: Block, item: dict[str, Any]) -> None:
    name, place, known = f"Block {block.number}", f"block {block.number}", block_hash(block)
    match item["becomes"]:
        case KINDS.PROPOSITION:
            data = {"strategy": act.noun.strategy.ref, "title": item["title"], "what": item["words"]}
            made = make(act, "proposition", "start", data, name)
            remember(act, KINDS.PROPOSITION, block.number, place, known, made=made.record)
        case KINDS.ASK:
            made = make(act, "ask", "add", {"proposition": item["under"].upper(), "ask": item["words"]}, name)
            if made.proposition.strategy_id != act.noun.strategy_id:
                raise BadInput({"items": [f"{name}: {made.proposition.ref} belongs to another strategy."]})
            remember(act, KINDS.ASK, block.number, place, known, made=made.record)
        case KINDS.ACTION:
            action = _plan_action(act.noun, item, name)
            named = f"action {action.number} of {action.workstream.ref}"
            remember(act, KINDS.ACTION, block.number, place, known, named=named)


def _plan_action(source: SourceDocument, item: dict[str, Any], name: str) -> Action:
    """A further action of one of the strategy's workstreams; the strategy is locked by the step."""
    streams = Workstream.objects.filter(strategy=source.strategy).select_related("strategy__record")
    stream = next((stream for stream in streams if stream.ref == item["under"]), None)
    if stream is None:
        raise BadInput({"items": [f"{name}: “{item['under']}” is no workstream of {source.strategy.ref}."]})
    last = stream.actions.order_by("-number").first()
    return Action.objects.create(workstream=stream, number=last.number + 1 if last else 1, words=item["words"])


def strategy_of(source: SourceDocument) -> list[int]:
    """The strategy, to be locked while actions are numbered."""
    return [source.strategy_id]


def make(act: Act, kind: str, verb: str, data: dict[str, Any], name: str) -> Any:
    """The noun that ``act`` causes; what is wrong with ``data`` is told of the row or block called ``name``."""
    try:
        return workflows[kind].create(verb, by=act.actor, data=data, cause=act.event)
    except BadInput as refusal:
        sentences = [sentence for found in refusal.errors.values() for sentence in found]
        raise BadInput({"": [f"{name}: {sentence}" for sentence in sentences]}) from refusal
    except NotNow as refusal:
        raise BadInput({"": [f"{name}: {refusal.sentence}"]}) from refusal


def remember(
    act: Act, kind: str, number: int, place: str, row_hash: str, *, made: Record | None = None, named: str = ""
) -> None:
    ImportedRow.objects.create(
        source=act.noun, kind=kind, number=number, place=place, hash=row_hash, made=made,
        named=named or made.ref, event=act.event,
    )  # fmt: skip


def block_hash(block: Block) -> str:
    """The hash by which the same bullet or paragraph is known again in another file."""
    return digest(canonical({"text": block.text}))
