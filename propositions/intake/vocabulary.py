"""Which heading of a table answers to which part of a proposition, and the other words that the importer knows."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

TITLE, WHAT, WHY, HOW, ASK = "title", "what", "why", "how", "ask"
DEPARTMENTS, TYPE, MONEY, REFERENCE = "departments", "type", "money", "reference"
WORDS = (WHAT, WHY, HOW)

_FILE = Path(__file__).with_name("vocabulary.toml")
_NOTE = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"\s*\d+$")
_EDGE = " \t.:;,?!*#\"'“”‘’|"
_LONGEST_HEADING = 80
_MOST_COLUMNS = 100


@lru_cache(maxsize=8192)
def heading_key(heading: str) -> str:
    """``heading`` as it is compared: ``" Asks of  Government? (2) "`` gives ``"asks of government"``."""
    if len(heading) > _LONGEST_HEADING:
        return ""
    plain = _NOTE.sub(" ", unicodedata.normalize("NFKC", heading))
    words = " ".join(plain.split()).strip(_EDGE)
    return _NUMBER.sub("", words).strip(_EDGE).casefold()


@dataclass(frozen=True)
class Columns:
    """What the columns of one table answer to: ``fields`` by position, ``unread`` the positions not imported."""

    fields: Mapping[int, str]
    unread: tuple[int, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The officers' words, as data."""

    columns: Mapping[str, tuple[str, ...]]
    money: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]
    money_words: tuple[str, ...]

    def match(self, headings: Sequence[str]) -> Columns | None:
        """The columns that ``headings`` name, or ``None`` when they do not head a table of propositions.

        A table of propositions names a title and either an ask or two of what, why and how. Several columns may
        hold asks ("Ask 1", "Ask 2"); of several that answer to another field the most telling word is taken and
        the rest are left unread.
        """
        if len(headings) > _MOST_COLUMNS:
            return None
        keys = [heading_key(heading) for heading in headings]
        if not any(key in self.columns[TITLE] for key in keys):
            return None
        fields: dict[int, str] = {}
        for field, words in self.columns.items():
            ranked = sorted(
                (words.index(key), position)
                for position, key in enumerate(keys)
                if key in words and position not in fields
            )
            for _, position in ranked if field == ASK else ranked[:1]:
                fields[position] = field
        found = set(fields.values())
        if ASK not in found and len(found.intersection(WORDS)) < 2:
            return None
        unread = tuple(i for i, heading in enumerate(headings) if i not in fields and heading.strip())
        return Columns(fields, unread)

    def knows(self, heading: str) -> bool:
        """Whether ``heading`` answers to any field."""
        key = heading_key(heading)
        return any(key in words for words in self.columns.values())

    def is_placeholder(self, text: str) -> bool:
        """Whether ``text`` says only that there is nothing to say, such as "N/A"."""
        return text.strip().strip(".").casefold() in self.placeholders

    def money_of(self, text: str) -> str:
        """``"none"``, ``"existing"`` or ``"new"`` for what a money column says, or ``""`` when it is not clear."""
        said = " ".join(text.split()).strip(_EDGE).casefold()
        return next((money for money, words in self.money.items() if said in words), "")

    def mentions_money(self, text: str) -> bool:
        """Whether ``text`` speaks of a sum or of funding."""
        return "£" in text or bool(_any_word(self.money_words).search(text))


@cache
def _any_word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


@cache
def vocabulary() -> Vocabulary:
    """The words in ``vocabulary.toml``, read once."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Vocabulary(
        columns={field: tuple(heading_key(word) for word in words) for field, words in data["columns"].items()},
        money={money: tuple(words) for money, words in data["money"].items()},
        placeholders=frozenset(data["words"]["placeholders"]),
        money_words=tuple(data["words"]["money"]),
    )
