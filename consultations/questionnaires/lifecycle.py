"""What happens to a questionnaire: it is begun with its round, and from then on goes with it."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Record
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.words import nobody
from lis.engine.workflow import Workflow

from .forms import BeginForm
from .models import Questionnaire, QuestionPage

WITH_ITS_ROUND = "with_its_round"
FIRST_PAGE = "Your views"


def let_the_area_body_in(act: Act) -> None:
    """The area body sees it, whoever else comes to see the round; a first page waits for questions."""
    grant(act, act.noun.record, act.noun.organisation)
    QuestionPage.objects.create(questionnaire=act.noun, heading=FIRST_PAGE)


class QuestionnaireWorkflow(Workflow):
    """The record under which the responses to a round are kept. Its reference reads ``CHW-R01-Q``."""

    kind = "questionnaire"
    model = Questionnaire
    noun_name = "questionnaire"
    statuses = {WITH_ITS_ROUND: "With its round"}
    steps = [
        Step(
            "begin", "Begin a questionnaire", {NEW}, WITH_ITS_ROUND, nobody, "began the questionnaire",
            form=BeginForm, act=let_the_area_body_in, consequence=True,
        ),
    ]  # fmt: skip

    def acting_for(self, actor: Actor, noun: Questionnaire, facts: Any) -> Any:
        return noun.organisation

    def reference(self, act: Act) -> str:
        return f"{act.given['round'].ref}-Q"

    def area_of(self, act: Act) -> Any:
        return act.given["round"].area

    def build(self, act: Act, record: Record) -> Questionnaire:
        return Questionnaire.objects.create(record=record, round=act.given["round"])


workflow = register(QuestionnaireWorkflow())
