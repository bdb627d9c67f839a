"""A browser without a window that answers a consultation, page by page, as somebody without scripts does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from consultations.rounds.models import Round

ABOUT = {"capacity": "person", "publication": "in_full"}
ANSWERS = {"agree": "agree", "theme": "people", "ways": ["bus", "foot"], "name": "Preston", "more": "More trams."}


class Respondent:
    """Somebody without an account at the pages of one round."""

    def __init__(self, to: Round, client: Client | None = None) -> None:
        self.client = client or Client()
        self.place = f"/consultations/{to.ref}/respond/"

    def get(self, page: str = "") -> HttpResponse:
        return self.client.get(f"{self.place}{page}")

    def post(self, page: str = "", **given: Any) -> HttpResponse:
        return self.client.post(f"{self.place}{page}", given)

    def begin(self) -> Respondent:
        self.post()
        return self

    def answer(self, answers: dict[str, Any] | None = None, *, key: str = "", page: str = "1/") -> HttpResponse:
        """Send one page of answers, as its form carries them."""
        given = {f"answers.{name}": value for name, value in (ANSWERS if answers is None else answers).items()}
        return self.post(page, key=key or self.key(page), **given)

    def tell(self, **about: Any) -> HttpResponse:
        return self.post("about/", key=self.key("about/"), **{**ABOUT, **about})

    def filled(self, answers: dict[str, Any] | None = None, **about: Any) -> Respondent:
        """Begun, every page filled in, nothing sent."""
        self.begin()
        self.answer(answers)
        self.tell(**about)
        return self

    def hidden(self, page: str) -> dict[str, str]:
        """What the form on ``page`` carries unseen."""
        fields = html.fromstring(self.get(page).content.decode()).xpath("//main//form//input[@type='hidden']")
        return {field.get("name"): field.get("value") for field in fields if field.get("name") != "csrfmiddlewaretoken"}

    def key(self, page: str) -> str:
        return self.hidden(page)["key"]

    def send(self, **hidden: str) -> HttpResponse:
        return self.post("check/", **(hidden or self.hidden("check/")))


def words(response: HttpResponse) -> str:
    """What a page says in its main part, on one line."""
    return " ".join(html.fromstring(response.content.decode()).xpath("//main")[0].text_content().split())


def rows(response: HttpResponse) -> list[str]:
    """Each row of the tables on a page, its cells on one line."""
    lines = html.fromstring(response.content.decode()).xpath("//main//tr")
    return [" ".join(" ".join(cell.text_content().split()) for cell in line) for line in lines]


def ref_of(response: HttpResponse) -> str:
    """The reference to which a browser is sent on."""
    return response.headers["Location"].split("/")[-2]
