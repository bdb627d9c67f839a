"""How a text in Markdown becomes HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "div"}
WORDS = {"strong", "em", "s", "code", "a"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = HEADINGS | BLOCKS | WORDS | TABLES
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
# The only div is ours: the frame in which a wide table scrolls.
FRAME = {"class": {"app-scroll"}, "role": {"region"}, "tabindex": {"0"}, "aria-label": {"Table"}}
ATTRIBUTE_VALUES = {"div": FRAME, "th": {"scope": {"col"}}}
SCHEMES = {"http", "https", "mailto"}
LOWEST = 6

# HTML in the text is shown as typed; pictures are off, since they would fetch from another host.
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_parser.disable(["image"])


def to_html(text: str, top: int = 3) -> SafeString:
    """``text`` as HTML in a frame of class ``app-prose``; its first heading level becomes ``h<top>``. "" stays ""."""
    if not text.strip():
        return SafeString("")
    tokens = _fit(_parser.parse(text), top)
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, tag_attribute_values=ATTRIBUTE_VALUES,
        url_schemes=SCHEMES, link_rel="nofollow noopener",
    )  # fmt: skip
    return mark_safe(f'<div class="app-prose">{safe}</div>')


def _fit(tokens: Sequence[Token], top: int) -> list[Token]:
    """The tokens with headings below the page's own and tables in a frame that scrolls."""
    fitted: list[Token] = []
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) - highest + top, LOWEST)}"
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
        if token.type == "table_open":
            frame = {"class": "app-scroll", "role": "region", "tabindex": "0", "aria-label": "Table"}
            fitted.append(Token("frame_open", "div", 1, attrs=frame, block=True))
        fitted.append(token)
        if token.type == "table_close":
            fitted.append(Token("frame_close", "div", -1, block=True))
    return fitted
