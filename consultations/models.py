"""Every model of the app, gathered from its rooms."""

from .questionnaires.models import Option, Question, Questionnaire, QuestionPage  # noqa: F401
from .responses.models import Contact, GivenAnswer, Receipt, Response, UnfinishedResponse  # noqa: F401
from .rounds.models import Element, Round, SupportingDocument  # noqa: F401
