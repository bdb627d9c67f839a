"""Which letters make a word: by the words of the paper itself, then by a dictionary of English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spellchecker import SpellChecker

# The dictionary spells as Americans do.
_BRITISH = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"is(ations?|ational|ed?|es|ing|ers?)$", r"iz\1"),
        (r"our", "or"),
        (r"tre(s?)$", r"ter\1"),
        (r"programme", "program"),
        (r"enc(es?)$", r"ens\1"),
        (r"ll(ed|ing|ers?)$", r"l\1"),
    )
)
_POSSESSIVE = re.compile(r"[’']s?$")
# Words that stand between others: what looks like the end of a word may well be one of them.
_SMALL_WORDS = frozenset(
    [
        "a", "about", "across", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "both",
        "but", "by", "can", "could", "do", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if",
        "in", "into", "is", "it", "its", "like", "make", "more", "most", "must", "my", "new", "no", "not", "of", "on",
        "one", "or", "our", "out", "over", "own", "per", "set", "so", "some", "such", "than", "that", "the", "their",
        "them", "then", "there", "these", "they", "this", "those", "through", "to", "under", "up", "upon", "us", "use",
        "via", "was", "we", "well", "were", "what", "when", "where", "which", "while", "who", "will", "with", "within",
        "work", "would", "you",
    ]
)  # fmt: skip
_LONG = 5  # letters
_SMALL_ENDINGS = frozenset(["an", "as", "is", "like", "on", "or", "us"])


@dataclass(frozen=True)
class Spelling:
    """The words that are known; ``own`` are those of the paper, in small letters."""

    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: Iterable[str]) -> "Spelling":
        return cls(frozenset(word.casefold() for word in words))

    def knows(self, word: str) -> bool:
        plain = _POSSESSIVE.sub("", word.casefold())
        return plain in self.own or _is_english(plain)

    def is_one_word(self, one: str, other: str, *, cut: bool = False) -> tuple[bool, bool]:
        """Whether ``one`` and ``other``, that stood on two lines without a hyphen, are one word, and if that is sure.

        ``cut`` says that ``other`` itself may be broken again, so that it tells nothing.
        """
        both = self.knows(one) and (cut or self.knows(other))
        if self.knows(one + other):
            return True, not both
        if other.casefold() in (_SMALL_WORDS if self.knows(one) else _SMALL_WORDS - _SMALL_ENDINGS):
            return False, both
        if not cut and len(other) >= _LONG and self.knows(other):
            return False, both  # no end of a word looks so much like a word
        return not both, both and not cut

    def keeps_hyphen(self, one: str, other: str) -> tuple[bool | None, bool]:
        """Whether a hyphen between ``one`` and ``other`` belongs there (``None``: untold), and if that is sure."""
        if f"{one}-{other}".casefold() in self.own:
            return True, True
        whole, both = self.knows(one + other), self.knows(one) and self.knows(other)
        return (None, False) if whole == both else (both, both)


def _is_english(word: str) -> bool:
    if len(word) < 3:  # the dictionary takes any two letters for a word
        return word in _SMALL_WORDS
    known = _dictionary()
    return word in known or any(pattern.sub(american, word) in known for pattern, american in _BRITISH)


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(distance=1)
