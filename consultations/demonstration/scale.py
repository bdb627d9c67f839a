"""How does a consultation get a hundred thousand responses? A few are sent by the step, and printed many times."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.canonical import canonical, digest
from lis.engine.press import Setting, patterns_of
from lis.engine.registry import workflows
from lis.jobs.models import Job
from propositions.demonstration.scale.country import Country
from propositions.demonstration.scale.stories import cells_of_mail

from ..responses.asked import Asked, asked_now
from ..responses.contacts import seal
from ..responses.forms import AboutForm, Sending
from ..responses.holding import begin
from ..responses.models import Response
from ..responses.references import new_reference
from ..rounds.models import Round
from .opinions import Respondent

PATTERNS, RESPONSES_AT_ONCE = 120, 1_000
THE_PUBLIC = "the public, over the API"
# Words that stand in the responses that are told, and in no copy.
NAME, EMAIL, ORGANISATION, REPRESENTS = "QZname", "qz@scale.example", "QZorganisation", "QZrepresents"
HOUR = dt.timedelta(hours=1)


def word_for(key: str) -> str:
    """The word that stands for what is written under the question ``key``."""
    return f"QZ{key}"


@dataclass
class Told:
    """One response as it was told: what was given, and what only it has."""

    given: Mapping[str, Any]
    own: Sequence[str] = ()


class Consultation:
    """One open round of a country, and those who answer it."""

    def __init__(self, country: Country, round_: Round) -> None:
        self.random, self.press = country.random, country.press
        self.respondent = Respondent(country.random)
        self.round = round_
        self.asked: Asked = asked_now(round_)
        # An hour after it opened; every copy came later.
        self.told_at = round_.opens_at + HOUR
        self.references: set[str] = set()

    def write_responses(self, responses: int) -> int:
        """Write as many responses, and answer how many rows that is."""
        told = [Told(self.a_response()) for _ in range(min(PATTERNS, responses))]
        patterns = patterns_of(lambda: ({}, [partial(self.tell, one) for one in told]), without=[Job], cells=CELLS)
        pairs = list(zip(told, patterns, strict=True))
        written = 0
        for start in range(0, responses, RESPONSES_AT_ONCE):
            with transaction.atomic():
                for number in range(start, min(start + RESPONSES_AT_ONCE, responses)):
                    # Each once, so that a small round lacks nothing, then by chance.
                    one, pattern = pairs[number] if number < len(pairs) else self.random.choice(pairs)
                    self.press.print(pattern, self.setting(one))
                written += self.press.flush()
        return written

    # Told once ------------------------------------------------------------------------------------------------------

    def a_response(self) -> dict[str, Any]:
        """What somebody gives: answers to some questions, and what they say of themselves."""
        chance = self.random.random
        about = {"capacity": "person", "publication": self.random.choice(Response.Publication.values)}
        if chance() < 0.25:
            about |= {"capacity": "organisation", "organisation_name": ORGANISATION, "represents": REPRESENTS}
        if chance() < 0.7:
            about |= {"name": NAME, "email": EMAIL}
        answers: dict[str, Any] = {}
        for question in self.asked.questions:
            if question.required or chance() < 0.75:
                codes = [code for code, _ in question.options]
                if question.in_words:
                    answers[question.key] = word_for(question.key)
                elif question.kind == "multiple":
                    answers[question.key] = sorted(self.random.sample(codes, self.random.randint(1, len(codes))))
                else:
                    answers[question.key] = self.random.choice(codes)
        return {"about": about, "answers": answers, "channel": "page" if chance() < 0.85 else "api"}

    def tell(self, one: Told) -> Sequence[str]:
        """Send the response; the tokens are its reference, its key, the digest of its answers, and every word."""
        given, at = one.given, self.told_at
        with clock.at(at):
            sending, by, key = self.arrival(given["channel"], at)
            data = {f"answers.{key}": value for key, value in given["answers"].items()}
            made = workflows["response"].create(
                "submit", by=by, data={**data, **given["about"], "sending": sending}, key=key
            )
        one.own = (made.ref, key, made.created_by_event.data["answers"])
        words = [word_for(question.key) for question in self.asked.questions if question.in_words]
        return (*one.own, NAME, EMAIL, ORGANISATION, REPRESENTS, *words)

    def arrival(self, channel: str, at: dt.datetime) -> tuple[Sending, Actor, str]:
        """How it comes in at that moment: what is being sent, by whom, and under which key."""
        if channel == Response.Channel.API:
            return Sending(self.round, at, at, self.asked, channel), Actor.of_service(THE_PUBLIC), secrets.token_hex(32)
        held = begin(self.round, at)
        unfinished = held.unfinished
        sending = Sending(self.round, at, at, self.asked, channel, unfinished.pk, unfinished.answers)
        return sending, Actor(link=held.link), held.key

    # Printed many times ---------------------------------------------------------------------------------------------

    def setting(self, one: Told) -> Setting:
        """When one copy came in, and in which words."""
        person = self.respondent
        name = person.name()
        words = {
            NAME: name,
            EMAIL: f"{name.lower().replace(' ', '.')}{self.random.randrange(10_000)}@respondent.example",
            ORGANISATION: person.organisation(),
            REPRESENTS: person.represents(),
        }
        for question in self.asked.questions:
            if question.in_words:
                words[word_for(question.key)] = person.opinion() if question.kind == "long_text" else person.town()
        ref, key, answers = one.own
        words |= {ref: self.reference(), key: secrets.token_hex(len(key) // 2), answers: self.digest(one, words)}
        since = (clock.now() - HOUR - self.told_at).total_seconds()
        return Setting(words, {}, dt.timedelta(seconds=self.random.random() * since))

    def reference(self) -> str:
        """One that no other copy has: among so many two would be alike now and then."""
        while (found := new_reference()) in self.references:
            continue
        self.references.add(found)
        return found

    def digest(self, one: Told, words: Mapping[str, str]) -> str:
        """Of everything given, as the step works it out."""
        about = dict.fromkeys(AboutForm.base_fields, "") | one.given["about"]
        whole = {
            part: {name: words.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
            for part, given in (("about", about), ("answers", one.given["answers"]))
        }
        return digest(canonical(whole))


CELLS = {
    **cells_of_mail("receipt"),
    "contact.sealed": lambda row: lambda copy: seal(copy.words[NAME], copy.words[EMAIL]),
    "secretlink.digest": lambda row: lambda copy: secrets.token_hex(32),
}
