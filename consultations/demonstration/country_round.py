"""What does the largest area of a country consult on? One round, opened by its steps two months ago and still open."""

from __future__ import annotations

from typing import Any

from lis.engine import clock
from lis.engine.registry import workflows
from lis.frameworks.models import Theme
from propositions.demonstration.scale.country import Place
from propositions.demonstration.story import Storyteller

from ..questionnaires.models import Option, Question, QuestionPage
from ..rounds.models import Element, Round

PREPARED, OPENED, CLOSES_IN = 70, 60, 30
WORDS = {
    "summary": "Which of our findings should the strategy rest on, and what do they leave out?",
    "why": "What you tell us decides which findings stay, and the order in which the strategy takes them up.",
    "decided": "The five headings come from the national framework. The evidence base itself was published before.",
    "open": "Everything under the headings: what matters most, what is missing, and for whom.",
    "next": "We read every response, say within twelve weeks what changed, and name what we did not follow.",
    "privacy": "We keep your name and address apart from what you say, for two years, and give them to nobody.",
    "contact": "Write to the partnership’s office, or telephone on any weekday morning.",
}
# Heading of the page, then key, kind, words, options and whether an answer is needed.
PAGES: tuple[tuple[str, tuple[tuple[str, str, str, tuple[str, ...], bool], ...]], ...] = (
    ("The findings", (
        ("findings", "agree", "Do you agree that these are the findings that matter?", (), True),
        ("theme", "single", "Which heading matters most to you?",
         ("ideas", "people", "infrastructure", "business", "places"), False),
        ("missing", "long_text", "What do the findings leave out?", (), False),
        ("wrong", "long_text", "Is anything in them wrong?", (), False),
    )),
    ("Where you live and work", (
        ("town", "text", "Which town or village do you know best?", (), False),
        ("travel", "multiple", "How do you get to work or school?", ("bus", "car", "cycle", "foot", "train"), False),
        ("first", "long_text", "What should be done first, and by whom?", (), False),
        ("again", "agree", "Would you answer another round?", (), False),
    )),
)  # fmt: skip


def open_round(place: Place) -> Round:
    """A round of that place: written and sent for review by its officer, scheduled by its lead, open since then."""
    teller = Storyteller(clock.today())
    officer, lead = teller.who(place.body.code, "consultation_officer"), teller.who(place.body.code, "lead")
    title = f"Themes and evidence for {place.body.area.name}"
    made = teller.make(PREPARED, "round", "start", officer, strategy=place.strategy.ref, title=title)
    workflow = workflows["round"]
    with clock.at(teller.moment(PREPARED)):
        workflow.write(made, WORDS, by=officer)
        workflow.change_details(made, dates(teller), by=officer)
        theme = Theme.objects.filter(framework=place.strategy.framework).exclude(kind="part").first()
        Element.objects.create(round=made, kind=Element.Kind.THEME, theme=theme)
        ask_questions(made.questionnaire)
    teller.take(PREPARED - 1, "send_for_review", made, officer)
    teller.take(PREPARED - 2, "schedule", made, lead)
    return Round.objects.with_strategy().get(pk=made.pk)


def dates(teller: Storyteller) -> dict[str, str]:
    """When it opens and closes, as its form takes it."""
    opens, closes = teller.moment(OPENED), teller.moment(-CLOSES_IN)
    return {
        "opens_on": opens.date().isoformat(), "opens_time": "09:00", "closes_on": closes.date().isoformat(),
        "closes_time": "23:59",
    }  # fmt: skip


def ask_questions(questionnaire: Any) -> None:
    questionnaire.pages.all().delete()
    for number, (heading, questions) in enumerate(PAGES, start=1):
        page = QuestionPage.objects.create(questionnaire=questionnaire, position=number, heading=heading)
        for position, (key, kind, words, codes, required) in enumerate(questions, start=1):
            question = Question.objects.create(
                questionnaire=questionnaire, page=page, position=position, key=key, kind=kind, words=words,
                required=required,
            )  # fmt: skip
            Option.objects.bulk_create(
                Option(question=question, position=place, code=code, words=code.capitalize())
                for place, code in enumerate(codes, start=1)
            )
