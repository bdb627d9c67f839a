"""What could a program send? What the description allows, what it forbids, and calls as right as their caller knows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.generation.feedback import NO_FEEDBACK

from lis.doors.api.router import router
from lis.engine.models import Record
from tests.lis.doors.api.client import Program

from .stage import NOON

RIGHT = "right"
HOW = (RIGHT, RIGHT, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
WORDS = ["Of the quokka.", "Quokkas first.\n\n- one\n- two", "🦘 “quokka” <b>&amp;", "x" * 300]
# What nobody is told by reading, by the name of the field or parameter.
UNTOLD = {
    "closes_time": ["17:00", "23:59"], "email": ["somebody@partner.example"], "q": ["quokka", "quo | & <-> :*"],
    "page_size": ["1", "2", "200"], "against": ["1", "2"], "organisation": [{"name": "Quokkas"}, "Quokkas", None],
}  # fmt: skip


class Known:
    """What a caller has read before they call: rows and their revisions, what is open to them, values by field."""

    def __init__(self, program: Program, readable: set[str]) -> None:
        self.program, self.readable = program, readable
        self.revisions: dict[str, dict[str, int]] = defaultdict(dict)
        self.bodies: dict[str, dict[str, Any]] = {}
        self.values: dict[str, list[Any]] = defaultdict(list, {name: [*known] for name, known in UNTOLD.items()})
        # Everything that there is, seen or not, by its noun in an address.
        self.everything: dict[str, list[str]] = defaultdict(list)
        nouns = {viewset.workflow.kind: prefix for prefix, viewset, _ in router.registry if "(" not in prefix}
        for kind, ref in Record.objects.filter(kind__in=nouns).order_by("pk").values_list("kind", "ref"):
            self.everything[nouns[kind]].append(ref)
            self.values[kind].append(ref)
        for noun in nouns.values():
            self._read(noun)

    def _read(self, noun: str) -> None:
        for row in self._told(f"/api/v1/{noun}/").get("results", []):
            ref = row["ref"]
            self.revisions[noun][ref] = row["revision"]
            self._learn(row)
            for step in self._told(f"/api/v1/{noun}/{{ref}}/steps/", ref).get("", []):
                fields = {field["name"]: field.get("choices", []) for field in step["form"]}
                self._learn({name: [one["value"] for one in choices] for name, choices in fields.items()})
                if step["available"]:
                    self.bodies[f"/api/v1/{noun}/{ref}/steps/{step['verb'].replace('_', '-')}/"] = {}
            draft = self._told(f"/api/v1/{noun}/{{ref}}/draft/", ref)
            if draft:
                parts = {name: {**part, "body": WORDS[0]} for name, part in draft["parts"].items()}
                self.bodies[f"/api/v1/{noun}/{ref}/draft/"] = {"parts": parts, "details": draft["details"]}
            asked = self._told(f"/api/v1/{noun}/{{ref}}/questionnaire/", ref)
            if asked:
                answers = {question["key"]: _answer_to(question) for question in asked["questions"]}
                self.bodies[f"/api/v1/{noun}/{ref}/responses/"] = {"answers": answers}

    def _told(self, address: str, ref: str = "") -> dict[str, Any]:
        """What stands at an address; a list stands under the name "", and nothing where the caller is refused."""
        if address not in self.readable:
            return {}
        answer = self.program.get(address.format(ref=ref))
        found = answer.json() if answer.status_code == 200 else {}
        return found if isinstance(found, dict) else {"": found}

    def _learn(self, told: dict[str, Any]) -> None:
        for name, value in told.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    self._learn({**one, name.removesuffix("s"): one.get("ref")})
                elif isinstance(one, str) and one and one not in self.values[name]:
                    self.values[name].append(one)

    def refs(self, address: str, noun: str) -> list[str]:
        """The references of this noun at which a call of ``address`` has the best prospects."""
        seen = list(self.revisions[noun])
        ready = [ref for ref in seen if address.format(ref=ref, number=1) in self.bodies]
        return ready or seen or self.everything[noun]


def calls(operation: Any, known: Known) -> st.SearchStrategy[Case]:
    """Calls of one operation by one caller; the simplest is right."""
    made = {mode: operation.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK) for mode in GenerationMode}
    noun = operation.tags[0]

    @st.composite
    def call(draw: st.DrawFn) -> Case:
        how = draw(st.sampled_from(HOW))
        if how == RIGHT:
            case = operation.Case(headers={}, query=draw(_queries(operation, known)))
            _lead(draw, case, known.refs(operation.path, noun), known)
            _fill(draw, case, known)
            return case
        case = draw(made[how])
        if draw(st.booleans()):
            _lead(draw, case, known.everything[noun], known)
        return case

    return call()


def _lead(draw: st.DrawFn, case: Case, refs: list[str], known: Known) -> None:
    """Let the call lead to a record that there is, and name the revision that its caller has read."""
    noun, described = case.operation.tags[0], case.operation.definition.raw
    ref = draw(st.sampled_from(refs))
    places = {"ref": ref, "number": draw(st.integers(1, 3))}
    headers = {
        "If-Match": f'"{known.revisions[noun].get(ref, 1)}"',
        "Idempotency-Key": draw(st.sampled_from(["first", "second"])),
    }
    takes = {one["name"] for one in described.get("parameters", [])}
    case.path_parameters = {name: place for name, place in places.items() if name in takes}
    case.headers = {**(case.headers or {}), **{name: header for name, header in headers.items() if name in takes}}


def _queries(operation: Any, known: Known) -> st.SearchStrategy[dict[str, str]]:
    names = [one["name"] for one in operation.definition.raw.get("parameters", []) if one["in"] == "query"]
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(known.values[name]) for name in names if known.values[name]}
    )


def _fill(draw: st.DrawFn, case: Case, known: Known) -> None:
    """Give the call a body in which every field holds what its caller knows to fit there."""
    operation = case.operation
    content = operation.definition.raw.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return
    described = operation.schema.raw_schema
    shape = _resolved(described, content["schema"])
    fields = {name: _values(known.values[name], _resolved(described, one)) for name, one in shape["properties"].items()}
    required = {name: fields.pop(name) for name in shape.get("required", [])}
    told = known.bodies.get(operation.path.format(**case.path_parameters), {})
    case.body = {**draw(st.fixed_dictionaries(required, optional=fields)), **told}
    case.media_type = "application/json"


def _values(known: list[Any], shape: dict[str, Any]) -> st.SearchStrategy[Any]:
    match shape:
        case {"enum": [*offered]}:
            return st.sampled_from([one for one in offered if one])
        case {"format": "date"}:
            return st.integers(-30, 60).map(lambda days: (NOON.date() + dt.timedelta(days)).isoformat())
        case {"type": "array"}:
            return st.lists(st.sampled_from(known or WORDS), min_size=1, max_size=3, unique=True)
        case {"type": "boolean"}:
            return st.booleans()
        case {"type": "object"}:
            return st.just({})
    return st.sampled_from(known or WORDS)


def _resolved(described: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """The shape that ``shape`` names, or itself."""
    one = next(iter(shape.get("allOf") or shape.get("oneOf") or [shape]))
    return described["components"]["schemas"][one["$ref"].rsplit("/", 1)[-1]] if "$ref" in one else one


def _answer_to(question: dict[str, Any]) -> Any:
    codes = [option["code"] for option in question["options"]]
    return codes[:1] if question["type"] == "multiple" else codes[0] if codes else WORDS[0]
