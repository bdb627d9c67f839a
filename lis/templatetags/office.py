"""Words and shapes that templates need: dates, days, lists, statuses, Markdown, differences, errors of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from lis.doors import markdown as markdown_door
from lis.doors import word_diff as word_diff_door
from lis.engine import clock

register = template.Library()

# A tone says how things stand, in colour and, in the same breath, by the word that it colours.
TONES = {
    "waiting": "amber", "overdue": "red", "due soon": "amber", "your turn": "amber", "query": "amber",
    "open": "amber", "offered": "amber", "asked": "amber", "paused": "amber", "stale": "amber", "returned": "amber",
    "routed": "blue", "submitted": "blue", "internal review": "blue", "in review": "blue", "ours": "blue",
    "drafted": "blue", "team agreed": "blue", "in negotiation": "blue", "in co-production": "blue", "reopened": "blue",
    "shared": "blue", "answered": "blue", "scheduled": "blue", "frozen": "blue", "final draft": "blue",
    "cleared": "teal", "ready": "teal", "agreed by board": "teal", "local challenge": "teal",
    "agreed": "green", "agreed in part": "green", "agreed in principle": "green", "issued": "green",
    "baseline agreed": "green", "signed off": "green", "published": "green", "co-published": "green",
    "approved": "green", "confirmed": "green", "accepted": "green", "decided": "green", "done": "green",
    "declined": "red", "rejected": "red", "failed": "red", "excluded": "red", "disagree": "red",
}  # fmt: skip
QUIET = "grey"


class PageError(NamedTuple):
    """One line of the error summary: what is wrong and the id of where to mend it ("" for the whole page)."""

    sentence: str
    target: str


@register.simple_tag
def service_name() -> str:
    """The service's name, also on pages that are drawn without a request."""
    return str(settings.SERVICE_NAME)


@register.filter
def date_words(value: dt.date | dt.datetime | None) -> str:
    """``14 December 2026``; of a moment, the day in London."""
    if value is None or value == "":
        return ""
    day = value.astimezone(clock.LONDON) if isinstance(value, dt.datetime) else value
    return f"{day.day} {day:%B %Y}"


@register.filter
def datetime_words(value: dt.datetime | None) -> str:
    """``14 December 2026 at 10:02 GMT``, in London's time with its name."""
    if value is None or value == "":
        return ""
    local = value.astimezone(clock.LONDON)
    return f"{date_words(local)} at {local:%H:%M} {local.tzname()}"


@register.simple_tag
def time_tag(value: dt.datetime | dt.date | None) -> SafeString | str:
    """A ``<time>`` with the words for people and the moment for programs."""
    if not value:
        return ""
    words = datetime_words(value) if isinstance(value, dt.datetime) else date_words(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def days_since(value: dt.date | dt.datetime | None) -> int | None:
    """How many midnights of London lie between then and today; below 0 for what is still to come."""
    if value is None or value == "":
        return None
    day = value.astimezone(clock.LONDON).date() if isinstance(value, dt.datetime) else value
    return (clock.today() - day).days


@register.filter
def days_words(value: int | dt.date | dt.datetime | None) -> str:
    """``3 days`` for 3 or for the moment three days ago; ``less than a day`` for today."""
    days = value if isinstance(value, int) else days_since(value)
    if days is None:
        return ""
    if days <= 0:
        return "less than a day"
    return "1 day" if days == 1 else f"{days:,} days"


@register.filter
def due_words(value: dt.date | dt.datetime | None) -> str:
    """``due in 3 days``, ``due tomorrow``, ``due today``, ``2 days overdue``."""
    days = days_since(value)
    if days is None:
        return ""
    if days > 0:
        return f"{days_words(days)} overdue"
    return {0: "due today", -1: "due tomorrow"}.get(days, f"due in {-days:,} days")


@register.filter
def plain_list(values: Iterable[Any] | None) -> str:
    """``A, B and C``."""
    words = [str(value) for value in values or () if str(value)]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


@register.filter
def in_words(code: str | None) -> str:
    """A code as an officer says it: ``agreed_in_part`` becomes ``agreed in part``."""
    return str(code or "").replace("_", " ")


@register.filter
def tone(status: str | None) -> str:
    """The tone of a status: grey, blue, teal, green, amber or red."""
    return TONES.get(in_words(status).lower(), QUIET)


@register.simple_tag
def status_tag(status: str | None, label: str = "", tone_as: str = "") -> SafeString | str:
    """A status as a tag: ``{% status_tag ask.status %}``, or with its own words and tone."""
    if not (status or label):
        return ""
    words = capfirst(label or in_words(status))
    return format_html('<strong class="app-tag app-tag--{}">{}</strong>', tone_as or tone(status), words)


@register.filter
def markdown(text: str | None, top: int = 3) -> SafeString:
    """Markdown as safe HTML whose first heading is ``h<top>``."""
    return markdown_door.to_html(text or "", top)


@register.simple_tag
def word_diff(old: str | None, new: str | None) -> SafeString:
    """The difference of two texts with its sentence: ``{% word_diff before after %}``."""
    diff = word_diff_door.word_diff(old or "", new or "")
    return SafeString(render_to_string("partials/word_diff.html", {"diff": diff}))


@register.filter
def diff_to(old: str | None, new: str | None) -> word_diff_door.WordDiff:
    """The difference itself, for a page that shows it its own way: ``{% with diff=before|diff_to:after %}``."""
    return word_diff_door.word_diff(old or "", new or "")


@register.simple_block_tag
def scrolling_table(content: str, name: str) -> SafeString:
    """A frame with a name in which a wide table scrolls, also by keyboard, while the page stands still."""
    return format_html('<div class="app-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', name, content)


@register.simple_tag(takes_context=True)
def page_errors(context: Context) -> list[PageError]:
    """What a refused page has to say on top: of ``form``, ``forms``, ``formset`` and the sentences in ``problems``."""
    found: list[PageError] = [PageError(str(sentence), "") for sentence in context.get("problems") or ()]
    for source in (context.get("form"), context.get("formset"), *(context.get("forms") or ())):
        found += _errors_of(source)
    return list(dict.fromkeys(found))


def _errors_of(source: Any) -> list[PageError]:
    if isinstance(source, BaseFormSet):
        whole = [PageError(str(sentence), "") for sentence in source.non_form_errors()] if source.is_bound else []
        return whole + [error for form in source.forms for error in _errors_of(form)]
    if not isinstance(source, BaseForm) or not source.is_bound:
        return []
    found = [PageError(str(sentence), "") for sentence in source.non_field_errors()]
    for name in source.errors:
        if name in source.fields:
            field = source[name]
            target = "" if field.is_hidden else field.first_id
            found += [PageError(sentence, target) for sentence in field.sentences]
    return found


@register.filter
def pages_around(page: Any) -> Sequence[int | str]:
    """The page numbers worth a link, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
