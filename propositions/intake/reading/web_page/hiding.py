"""Which elements of a web page a browser would not show: by their own style, or by the page's style sheets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_HIDES = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*(?:hidden|collapse)\b|\bmso-hide\s*:\s*all\b", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)([{}])")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.I)
_FOR_SCREENS = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)\s*$", re.I)


@dataclass(frozen=True)
class Hiding:
    """What the style sheets inside a page hide, as far as their rules name one tag, class or id alone."""

    rules: frozenset[tuple[str, str, str]] = frozenset()  # tag or "", mark (".", "#" or ""), name

    @classmethod
    def of(cls, sheets: Iterable[str]) -> "Hiding":
        return cls(frozenset(rule for sheet in sheets for rule in _hidden_by(sheet)))

    def hides(self, element: Any) -> bool:
        """Whether ``element`` and all that stands in it is not shown."""
        if element.get("hidden") is not None or _HIDES.search(element.get("style", "")):
            return True
        tag = element.tag.casefold()
        names = [(".", name) for name in element.get("class", "").split()] + [("#", element.get("id", ""))]
        return any((one, *mark) in self.rules for mark in (*names, ("", "")) for one in (tag, "") if one or mark[0])


def _hidden_by(sheet: str) -> Iterable[tuple[str, str, str]]:
    """The simple selectors whose rule hides, outside conditions that may not hold."""
    opened: list[str] = []
    for words, brace in _RULE.findall(_COMMENT.sub(" ", sheet)):
        if brace == "{":
            opened.append(words.rpartition(";")[2].strip())
            continue
        selectors = opened.pop() if opened else ""
        if _HIDES.search(words) and all(_FOR_SCREENS.match(condition) for condition in opened):
            for selector in selectors.split(","):
                if (simple := _SIMPLE.fullmatch(selector.strip())) and selector.strip():
                    yield (simple[1] or "").casefold(), simple[2] or "", simple[3] or ""
