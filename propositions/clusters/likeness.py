"""How alike are two asks? By their trigrams, as PostgreSQL counts them, and by the words that they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

# From here on two asks are shown as similar. Three areas that ask for the Careers Hub in words of their own are half
# alike; further down are mere turns of phrase that all asks have in common.
USUAL = 45
LEAST, MOST = 30, 90
_WORD = re.compile(r"[^\W_]+")
# Words that say nothing about what is asked.
_EMPTY = frozenset(
    _WORD.findall(
        "a an and are as at be been by can could department do for from government has have how if in into is it its "
        "let may more of on or our please should so than that the their them then there these they this those to us "
        "was we were what when where which while who will with would you your"
    )
)
LONGEST_PHRASE = 12


def words_in(text: str) -> list[str]:
    """The words of ``text`` in lower case, in order."""
    return _WORD.findall(text.lower())


def trigrams(text: str) -> set[str]:
    """The trigrams of ``text`` as pg_trgm makes them: of each word, with two blanks before and one behind it."""
    found: set[str] = set()
    for word in words_in(text):
        padded = f"  {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return found


def telling_words(text: str) -> set[str]:
    """The words of ``text`` that say what it is about."""
    return {word for word in words_in(text) if word not in _EMPTY and len(word) > 2}


@dataclass
class Print:
    """What is compared of a text: its trigrams and its telling words, each set as the bits of a whole number."""

    trigrams: int
    count: int
    words: int
    word_count: int


class Prints:
    """The prints of many texts, by their keys, made so that any two are compared in a few machine words."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._bits: dict[str, int] = {}
        self.of = {key: self._print(text) for key, text in texts.items()}

    def _print(self, text: str) -> Print:
        three, words = trigrams(text), telling_words(text)
        return Print(self._number(three), len(three), self._number({f"w {word}" for word in words}), len(words))

    def _number(self, found: Collection[str]) -> int:
        number = 0
        for one in found:
            number |= 1 << self._bits.setdefault(one, len(self._bits))
        return number

    def alike(self, one: int, other: int) -> int:
        """How alike two texts are, in per cent: by trigrams or by telling words, whichever is more."""
        return alike(self.of[one], self.of[other])


def alike(one: Print, other: Print) -> int:
    shared = (one.trigrams & other.trigrams).bit_count()
    by_trigrams = _share(shared, one.count, other.count)
    by_words = _share((one.words & other.words).bit_count(), one.word_count, other.word_count)
    return max(by_trigrams, by_words)


def _share(shared: int, one: int, other: int) -> int:
    """What part of all that occurs in either occurs in both, in per cent, rounded down."""
    return 100 * shared // (one + other - shared) if shared else 0


@dataclass
class Alike:
    """A group of similar texts: the one that the others are like, and how alike each is, by key."""

    leader: int
    members: dict[int, int] = field(default_factory=dict)


def groups(texts: Mapping[int, str], least: int, *, apart: Mapping[int, object] | None = None) -> list[Alike]:
    """Texts that are at least ``least`` per cent like one among them, the largest groups first; each text once.

    Where ``apart`` names a place for each key, groups of a single place are left out.
    """
    prints = Prints(texts).of
    keys = sorted(texts)
    near: dict[int, dict[int, int]] = {key: {} for key in keys}
    for at, one in enumerate(keys):
        mine = prints[one]
        for other in keys[at + 1 :]:
            per_cent = alike(mine, prints[other])
            if per_cent >= least:
                near[one][other] = near[other][one] = per_cent
    found, taken = [], set()
    for key in sorted(keys, key=lambda key: (-len(near[key]), key)):
        if key in taken:
            continue
        members = {other: per_cent for other, per_cent in near[key].items() if other not in taken}
        places = {apart[one] for one in (key, *members)} if apart else {1, 2}
        if members and len(places) > 1:
            taken |= {key, *members}
            found.append(Alike(key, members))
    return sorted(found, key=lambda group: (-len(group.members), group.leader))


def pairs(texts: Mapping[int, str], least: int) -> dict[tuple[int, int], int]:
    """Every two texts that are at least ``least`` per cent alike, the lower key first."""
    prints = Prints(texts).of
    keys = sorted(texts)
    return {
        (one, other): per_cent
        for at, one in enumerate(keys)
        for other in keys[at + 1 :]
        if (per_cent := alike(prints[one], prints[other])) >= least
    }


def shared_phrases(texts: Iterable[str], most: int = 5) -> list[str]:
    """The longest runs of words that more than half of ``texts`` (and at least two) have in common, longest first.

    A run that tells nothing beyond the longer ones is left out.
    """
    listed = [words_in(text) for text in texts]
    needed = max(2, len(listed) // 2 + 1)
    counted: Counter[tuple[str, ...]] = Counter()
    for words in listed:
        runs = {
            tuple(words[at : at + length])
            for length in range(2, LONGEST_PHRASE + 1)
            for at in range(len(words) - length + 1)
        }
        counted.update(runs)
    common = [run for run, count in counted.items() if count >= needed and telling_words(" ".join(run))]
    found: list[str] = []
    told: set[str] = set()
    for run in sorted(common, key=lambda run: (-len(run), -counted[run], run)):
        phrase = " ".join(run)
        if telling_words(phrase) <= told:
            continue
        told |= telling_words(phrase)
        found.append(phrase)
        if len(found) == most:
            break
    return found
