"""The pages on which officers tick bullets and paragraphs of a paper and say what each becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lis.doors.forms import StepEnvelope, new_key
from lis.engine.errors import NotVisible, NotYou, Refusal
from lis.engine.registry import workflows
from lis.strategies.models import Workstream

from .forms import ACTION, ASK, LONGEST_TITLE, PROPOSITION, QuietBoundField, wrong_with
from .importing import block_hash
from .models import ImportedRow, SourceDocument
from .reading.clean import one_line
from .reading.paper import Block
from .wizard import reasons_of
from .working import paper_in

BLOCKS_ON_A_PAGE = 100
MOST_AT_ONCE = 30
BECOMES = [(PROPOSITION, "A proposition"), (ASK, "An ask"), (ACTION, "An action")]


class BlockForm(forms.Form):
    """What one block becomes, in the words that the officer gives it."""

    bound_field_class = QuietBoundField

    becomes = forms.ChoiceField(label="It becomes", choices=BECOMES, required=False, widget=forms.RadioSelect)
    title = forms.CharField(label="Title of the proposition", required=False, help_text="For a proposition only.")
    words = forms.CharField(
        label="Words", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The What of a proposition, the ask, or what the area will do.",
    )  # fmt: skip
    proposition = forms.CharField(
        label="The ask belongs to", required=False, max_length=60, help_text="The reference of its proposition.",
        widget=forms.TextInput(attrs={"list": "propositions", "autocomplete": "off"}),
    )  # fmt: skip
    workstream = forms.ChoiceField(label="The action belongs to", required=False)

    def __init__(self, *args: Any, block: Block, workstreams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"block-{block.number}", **kwargs)
        self.block = block
        self.fields["becomes"].widget.small = self.fields["becomes"].widget.inline = True
        self.fields["workstream"].choices = [("", "Not chosen yet"), *workstreams]

    @property
    def item(self) -> dict[str, Any]:
        given = self.cleaned_data
        under = {ASK: given["proposition"], ACTION: given["workstream"]}.get(given["becomes"], "")
        return {
            "block": self.block.number, "becomes": given["becomes"], "title": one_line(given["title"]),
            "words": given["words"], "under": under,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            item = self.item
            if wrong := wrong_with(self.block.number, item):
                self.add_error(self._field_of(item), wrong)
        return cleaned

    def _field_of(self, item: dict[str, Any]) -> str:
        match item["becomes"]:
            case "proposition":
                return "title"
            case "ask":
                return "words" if not item["words"] else "proposition"
            case "action":
                return "workstream" if not item["under"] and item["words"] else "words"
        return "becomes"


class BlockPages:
    """First tick, then say: two addresses, and nothing is written before the second is sent."""

    def blocks_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        source = self.find_open(request, object_id)
        if isinstance(source, HttpResponse):
            return source
        paper = paper_in(source)
        used = used_before(source, paper.blocks)
        asked = request.GET.get("page", "1")
        pages = range(1, max(1, -(-len(paper.blocks) // BLOCKS_ON_A_PAGE)) + 1)
        number = min(max(int(asked) if asked.isdecimal() and len(asked) < 5 else 1, 1), len(pages))
        first = (number - 1) * BLOCKS_ON_A_PAGE
        shown = paper.blocks[first : first + BLOCKS_ON_A_PAGE]
        return self.page(
            request, "intake/blocks.html", title="Tick what you want to use", noun=source,
            blocks=[(block, used.get(block_hash(block), "")) for block in shown], number=number, pages=pages,
            paper=paper, use_url=self.url_of("use", source.ref), most=MOST_AT_ONCE,
            table_url=self.url_of("table", source.ref), cancel_url=self.url_of("change", source.ref),
            problems=["Tick at least one block, and 30 at most."] if "none" in request.GET else [],
        )  # fmt: skip

    def use_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        source = self.find_open(request, object_id)
        if isinstance(source, HttpResponse):
            return source
        sent = request.POST if request.method == "POST" else request.GET
        blocks = _ticked(paper_in(source).blocks, sent.getlist("block"))
        if not 1 <= len(blocks) <= MOST_AT_ONCE:
            return redirect(f"{self.url_of('blocks', source.ref)}?none=1")
        streams = [
            (stream.ref, f"{stream.number}. {stream.name}")
            for stream in Workstream.objects.filter(strategy=source.strategy).select_related("strategy__record")
        ]
        if request.method != "POST":
            made = [BlockForm(block=block, workstreams=streams, initial=_initial(block)) for block in blocks]
            return self._use_page(request, source, made)
        made = [BlockForm(request.POST, block=block, workstreams=streams) for block in blocks]
        if [form for form in made if not form.is_valid()]:
            return self._use_page(request, source, made, status=400)
        return self._use(request, source, made)

    def _use(self, request: HttpRequest, source: SourceDocument, made: list[BlockForm]) -> HttpResponse:
        envelope = StepEnvelope(request.POST)
        envelope.is_valid()
        sent = envelope.cleaned_data
        try:
            self.workflow.perform(
                "use", source, by=request.actor, expected=sent.get("expected"),
                data={"items": [form.item for form in made]}, key=sent.get("key", ""),
            )  # fmt: skip
        except (NotVisible, NotYou) as refusal:
            return self.refused(request, refusal, self.url_of("changelist"))
        except Refusal as refusal:
            source = self.find(request, source.ref)
            return self._use_page(request, source, made, problems=reasons_of(refusal), status=refusal.status_code)
        messages.success(request, f"{source.ref}: done. Nothing has gone to Government yet.")
        return redirect(self.url_of("made", source.ref))

    def _use_page(
        self, request: HttpRequest, source: SourceDocument, made: list[BlockForm], *, problems: Any = (),
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        used = used_before(source, [form.block for form in made])
        model = workflows["proposition"].model
        seen = model.objects.visible_to(request.actor).filter(strategy=source.strategy).exclude(
            record__status="withdrawn"
        )  # fmt: skip
        return self.page(
            request, "intake/use.html", title="Say what each becomes", noun=source, status=status,
            cards=[(form, used.get(block_hash(form.block), "")) for form in made], forms=made, problems=problems,
            envelope=StepEnvelope(initial={"expected": source.revision, "key": new_key()}),
            propositions=list(seen.order_by("record__ref").values_list("record__ref", flat=True)),
            cancel_url=self.url_of("blocks", source.ref),
        )  # fmt: skip


def used_before(source: SourceDocument, blocks: Iterable[Block]) -> Mapping[str, str]:
    """What each block became, by its hash, in this paper or another of the same strategy."""
    hashes = {block_hash(block) for block in blocks}
    rows = ImportedRow.objects.filter(source__strategy=source.strategy, hash__in=hashes).order_by("pk")
    found: dict[str, list[str]] = {}
    for known, named in rows.values_list("hash", "named"):
        found.setdefault(known, []).append(named)
    return {known: ", ".join(names) for known, names in found.items()}


def _ticked(blocks: Iterable[Block], numbers: Iterable[str]) -> list[Block]:
    wanted = {number for number in numbers if len(number) < 7}
    return [block for block in blocks if str(block.number) in wanted]


def _initial(block: Block) -> dict[str, Any]:
    """The block's own words wherever they could belong; what it becomes is the officer's to say."""
    return {"title": block.text if len(block.text) <= LONGEST_TITLE else "", "words": block.text}
