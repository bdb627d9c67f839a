"""A page as a browser has it: what its form would send if nothing were changed."""

from html.parser import HTMLParser


class Sheet(HTMLParser):
    """The fields of the page's form ``#sheet``, or of its only form to send, by name (the last one wins)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if name and tag == "input" and (kind not in {"checkbox", "radio", "submit"} or "checked" in given):
            self.fields[name] = given.get("value") or ""
        if name and tag == "textarea":
            self._area, self.fields[name] = name, ""
        if tag == "select" and name:
            self._select = name
        if tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser leaves out the one line end after the tag, and sends the others as CRLF.
            text = self.fields[self._area].removeprefix("\n")
            self.fields[self._area] = text.replace("\n", "\r\n")
            self._area = None


def fields_of(page) -> dict[str, str]:
    """What the browser would send back of ``page``, an answer of the test client."""
    return Sheet(page.content.decode()).fields
