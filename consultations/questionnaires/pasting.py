"""Reads a list of questions as people keep them in documents: a question, then its options, a blank line between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .models import Question

_HEADING = re.compile(r"^\s*#+\s*(?P<words>.+)$")
_NUMBER = re.compile(r"^\s*(?:(?:Q|Question)\s*\d{1,3}\s*[.):]?|\d{1,3}\s*[.):])\s+", re.IGNORECASE)
_OPTION = re.compile(r"^\s*(?:[-*•○◦▪☐□❑–]|\(?[a-zA-Z][.)])\s+(?P<words>.+)$")
_SEVERAL = re.compile(r"\b(?:tick|select|choose|mark)\s+(?:all|any|as many|up to)\b", re.IGNORECASE)
_SHORT = re.compile(r"\((?:one line|short|a few words)\)\s*$", re.IGNORECASE)


@dataclass
class Pasted:
    """One question that was found: ``page`` is the heading above it, "" for where the officer is."""

    words: str
    page: str = ""
    hint: str = ""
    kind: str = Question.Kind.LONG_TEXT
    required: bool = False
    options: list[str] = field(default_factory=list)


def questions_in(text: str) -> list[Pasted]:
    """The questions of ``text`` in their order.

    A line with "#" in front begins a page. A block of lines is a question: its first line asks, lines with a bullet
    are options, other lines are the hint. A star behind the question makes it one that must be answered.
    """
    found: list[Pasted] = []
    page, block = "", []
    for line in [*text.splitlines(), ""]:
        heading = _HEADING.match(line)
        if line.strip() and not heading:
            block.append(line)
            continue
        # A blank line between a question and its options is no new question.
        if block and _OPTION.match(block[0]) and found and not found[-1].options:
            _take_options(found[-1], block)
        elif block:
            found.append(_question(block, page))
        block = []
        if heading:
            page = heading["words"].strip()
    return found


def _question(lines: list[str], page: str) -> Pasted:
    words = _NUMBER.sub("", lines[0]).strip()
    required = words.endswith("*")
    made = Pasted(words.rstrip("* ").strip(), page, required=required)
    if _SHORT.search(made.words):
        made.words, made.kind = _SHORT.sub("", made.words).strip(), Question.Kind.TEXT
    _take_options(made, lines[1:])
    return made


def _take_options(made: Pasted, lines: list[str]) -> None:
    options = [match["words"].strip() for line in lines if (match := _OPTION.match(line))]
    hint = [line.strip() for line in lines if not _OPTION.match(line)]
    made.hint = " ".join([*([made.hint] if made.hint else []), *hint])
    made.options = list(dict.fromkeys(options))
    if not options:
        return
    if {"strongly agree", "strongly disagree"} <= {option.lower() for option in options}:
        made.kind, made.options = Question.Kind.AGREE, []
    elif _SEVERAL.search(f"{made.words} {made.hint}"):
        made.kind = Question.Kind.MULTIPLE
    else:
        made.kind = Question.Kind.SINGLE
