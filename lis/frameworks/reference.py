"""What the service knows from the start: areas, bodies, departments, programmes, frameworks and vocabularies."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.text import slugify

from lis.people.models import Area, Organisation

from .models import Cue, Framework, Programme, Stage, Term, Theme, Vocabulary, VocabularyTerm, Wave

FOLDER = Path(__file__).parent / "reference"
SERVICE = "CONCORDAT"
THEMES = {
    "foundations": Theme.Kind.FOUNDATION,
    "grand_challenges": Theme.Kind.GRAND_CHALLENGE,
    "sectors": Theme.Kind.SECTOR,
    "parts": Theme.Kind.PART,
}
CUES = {"department_cues", "ask_type_cues"}


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Create what is missing and bring facts up to date; answers how many rows were new, by the name of their model.

    May run at every start. Nothing is deleted. A blank in a file never wipes a value, and words that administrators
    may put better (terms of vocabularies and of frameworks, cues) are left alone once they exist.
    """
    new: Counter[str] = Counter()
    _load_areas(new)
    _load_organisations(new)
    _load_programmes(new)
    _load_frameworks(new)
    _load_vocabularies(new)
    return dict(new)


def term_code(label: str) -> str:
    """The code of a term in a plain list: its number where it begins with one, else its words joined by "_"."""
    numbered = re.match(r"(\d+) ", label)
    return numbered[1] if numbered else slugify(label).replace("-", "_")


def _load_areas(new: Counter[str]) -> None:
    rows = _rows("areas.csv")
    areas = {}
    for row in rows:
        facts = {key: row[key] for key in ("kind", "ons_code", "name", "wave", "checked")}
        areas[row["code"]] = _keep(new, Area, {"code": row["code"]}, facts)
    for row in rows:
        areas[row["code"]].parents.add(*(areas[code] for code in _list(row["parents"])))


def _load_organisations(new: Counter[str]) -> None:
    found = []
    departments = _rows("departments.csv")
    for row in departments:
        facts = {key: row[key] for key in ("name", "kind", "checked")} | {"closes_on": _date(row["to"])}
        key = {"code": row["code"], "opens_on": _date(row["from"])}
        found.append(_keep(new, Organisation, key, facts))
    for row, organisation in zip(departments, found, strict=True):
        if organisation.closes_on:
            heirs = [Organisation.objects.by_code(code, organisation.closes_on) for code in _list(row["successors"])]
            organisation.successors.add(*heirs)
    for row in _rows("area_bodies.csv"):
        area = Area.objects.get(code=row["area"])
        facts = {"name": row["name"], "kind": Organisation.Kind.AREA_BODY, "area": area, "checked": row["checked"]}
        _keep(new, Organisation, {"code": row["code"], "opens_on": None}, facts)
    service = {"name": settings.SERVICE_NAME, "kind": Organisation.Kind.SERVICE, "checked": "seen"}
    _keep(new, Organisation, {"code": SERVICE, "opens_on": None}, service)


def _load_programmes(new: Counter[str]) -> None:
    for row in _rows("programmes.csv"):
        # The first department of that code: the deals were made before the names changed.
        department = Organisation.objects.called(row["department"]).last()
        facts = {"kind": row["kind"], "department": department, "checked": row["checked"]}
        _keep(new, Programme, {"name": row["name"]}, facts)


def _load_frameworks(new: Counter[str]) -> None:
    for code, frame in _toml("frameworks.toml").items():
        plain = ("name", "issued_by", "status", "sign_off", "horizon_years", "proposition_fields", "rules")
        framework = _keep(new, Framework, {"code": code}, {key: frame.get(key) for key in plain})
        for number, name in enumerate(frame.get("stages", []), 1):
            _keep(new, Stage, {"framework": framework, "number": number}, {"name": name})
        for heading, kind in THEMES.items():
            for number, name in enumerate(frame.get(heading, []), 1):
                facts = {"number": number, "is_chapter": frame.get("chapters") == heading}
                _keep(new, Theme, {"framework": framework, "kind": kind, "name": name}, facts)
        for wave in frame.get("waves", []):
            _keep(new, Wave, {"framework": framework, "number": wave["number"]}, {"announced": wave["announced"]})
        for key, label in frame.get("terms", {}).items():
            _leave(new, Term, {"framework": framework, "key": key}, {"label": label})


def _load_vocabularies(new: Counter[str]) -> None:
    tables = _toml("vocabularies.toml")
    for code, terms in tables.items():
        if code in CUES:
            continue
        name = code.replace("_", " ").capitalize()
        vocabulary = _leave(new, Vocabulary, {"code": code}, {"name": name})
        for position, term in enumerate(terms, 1):
            facts = dict(term) if isinstance(term, dict) else {"code": term_code(term), "label": term}
            key = {"vocabulary": vocabulary, "code": facts.pop("code")}
            _leave(new, VocabularyTerm, key, {"label": facts.pop("label"), "position": position, "facts": facts})
    for position, name in enumerate(tables["department_cues"]["names"], 1):
        department = Organisation.objects.called(name).first()
        if department is not None:
            key = {"kind": Cue.Kind.DEPARTMENT, "term": department.code}
            _leave(new, Cue, key, {"words": [name], "whole": True, "position": position})
    for position, (label, words) in enumerate(tables["ask_type_cues"].items(), 1):
        key = {"kind": Cue.Kind.ASK_TYPE, "term": term_code(label)}
        _leave(new, Cue, key, {"words": words, "position": position})


def _keep(new: Counter[str], model: type[models.Model], key: dict[str, Any], facts: dict[str, Any]) -> Any:
    """The row with that natural key, with the facts that the file gives."""
    given = {name: value for name, value in facts.items() if value not in ("", None)}
    row, created = model._default_manager.update_or_create(**key, defaults=given)
    new[model.__name__] += created
    return row


def _leave(new: Counter[str], model: type[models.Model], key: dict[str, Any], words: dict[str, Any]) -> Any:
    """The row with that natural key: made from the file if missing, otherwise as the administrators left it."""
    row, created = model._default_manager.get_or_create(**key, defaults=words)
    new[model.__name__] += created
    return row


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _list(cell: str) -> list[str]:
    return [code for code in cell.split("|") if code]


def _date(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None
