"""Tells the story by the same steps that people take, each at its moment in the weeks before today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.registry import workflows
from lis.frameworks.models import Framework, Theme
from lis.people.models import Membership, Organisation, Role, User

from ..asks.models import Ask
from ..drafting.models import Proposition
from ..sides.models import Clarification, Side
from .lancashire import PROPOSITIONS as LANCASHIRE
from .lancashire import Sample
from .others import PROPOSITIONS as OTHERS

FRAMEWORK = "lis-2018"
SINCE = dt.date(2018, 1, 1)
# Departments of the story that have closed since: the story is told as if they were still there.
REOPENED = ("BEIS", "DIT")


class Storyteller:
    """Takes steps as the people of the demonstration, at so many days before today."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.actors: dict[tuple[str, str], User] = {}

    def moment(self, days_ago: int, hour: int = 10) -> dt.datetime:
        return clock.on(self.today - dt.timedelta(days=days_ago), hour, 12)

    def who(self, organisation: str, role: str) -> Actor:
        """The person with that role there; a made-up one, who cannot sign in, where the demonstration has none."""
        key = (organisation, role)
        if key not in self.actors:
            body = Organisation.objects.by_code(organisation)
            held = Membership.objects.filter(organisation=body, role=role).select_related("user").first()
            self.actors[key] = held.user if held else self.invent(body, role)
        return Actor.of(self.actors[key])

    def invent(self, body: Organisation, role: str) -> User:
        place = body.area.name if body.area else body.code
        label = Role(role).label.lower()
        address = f"{label}@{place.lower().replace(' ', '-')}.example"
        user, _ = User.objects.get_or_create(
            email=address, defaults={"name": f"{label.capitalize()} for {place}", "job_title": label.capitalize()}
        )
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Membership.objects.create(user=user, organisation=body, role=role, from_on=SINCE)
        return user

    def take(self, days_ago: int, verb: str, noun: Any, by: Actor, **data: Any) -> Any:
        """One step on the noun as it stands; answers the noun read again."""
        workflow = workflows[noun.record.kind]
        with clock.at(self.moment(days_ago)):
            fresh = workflow.model.objects.with_record().get(pk=noun.pk)
            workflow.perform(verb, fresh, by=by, expected=fresh.revision, data=data)
            return workflow.model.objects.with_record().get(pk=noun.pk)

    def make(self, days_ago: int, kind: str, verb: str, by: Actor, **data: Any) -> Any:
        with clock.at(self.moment(days_ago)):
            return workflows[kind].create(verb, by=by, data=data)

    # What areas do -----------------------------------------------------------------------------------------------

    def strategy(self, organisation: str, days_ago: int) -> Any:
        """The body's strategy, started now unless somebody has told of it before."""
        body = Organisation.objects.by_code(organisation)
        found = workflows["strategy"].model.objects.with_record().filter(organisation=body).first()
        if found:
            return found
        framework = Framework.objects.get(code=FRAMEWORK)
        return self.make(
            days_ago, "strategy", "start", self.who(organisation, "lead"), area=body.area.code,
            framework=framework.code, title=f"{body.area.name} Local Industrial Strategy",
        )  # fmt: skip

    def proposition(self, strategy: Any, sample: Sample, days_ago: int) -> Proposition:
        drafter = self.who(strategy.organisation.code, "drafter")
        made = self.make(
            days_ago, "proposition", "start", drafter, strategy=strategy.ref, title=sample.title, what=sample.what,
            why=sample.why, how=sample.how,
        )  # fmt: skip
        made.themes.set(Theme.objects.filter(framework=strategy.framework, name=sample.theme))
        for ask in sample.asks:
            self.make(
                days_ago, "ask", "add", drafter, proposition=made.ref, ask=ask.words, type=ask.type,
                departments=list(ask.departments), lead_department=ask.departments[0] if ask.departments else "",
                money=ask.money, money_reason=ask.money_reason,
            )  # fmt: skip
        return made

    def submit(self, proposition: Proposition, days_ago: int, meeting: str, agreed_days_ago: int) -> None:
        lead = self.who(proposition.body.code, "lead")
        self.take(agreed_days_ago + 3, "ready", proposition, lead)
        self.take(
            days_ago, "submit", proposition, lead, meeting=meeting,
            agreed_on=self.moment(agreed_days_ago).date().isoformat(),
        )  # fmt: skip

    # What departments do -----------------------------------------------------------------------------------------

    def side(self, ref: str, department: str) -> Side:
        return Side.objects.with_record().get(ask__record__ref=ref, organisation__code=department)

    def draft(self, ref: str, department: str, days_ago: int, **position: str) -> Side:
        reviewer = self.who(department, "reviewer")
        side = self.side(ref, department)
        if side.status == "routed":
            side = self.take(days_ago + 1, "take", side, reviewer)
        return self.take(days_ago, "draft_position", side, reviewer, **position)

    def answer(self, ref: str, department: str, days_ago: int, **position: str) -> Side:
        side = self.draft(ref, department, days_ago + 2, **position)
        clearer = self.who(department, "clearer")
        side = self.take(days_ago + 1, "clear", side, clearer)
        return self.take(days_ago, "issue", side, clearer)

    def question(self, ref: str, department: str, days_ago: int, question: str) -> Clarification:
        self.take(days_ago, "ask", self.side(ref, department), self.who(department, "reviewer"), question=question)
        return Clarification.objects.with_record().filter(ask__record__ref=ref).latest("pk")


def reopen_departments() -> None:
    """The story needs departments of its time, whatever became of them."""
    for code in REOPENED:
        latest = Organisation.objects.called(code).first()
        if latest.closes_on is not None:
            latest.closes_on = None
            latest.save(update_fields=["closes_on"])


def tell(today: dt.date) -> None:
    """Lancashire's twelve propositions in every state, other areas beside them, and what departments made of them."""
    teller = Storyteller(today)
    strategy = teller.strategy("LAN-LEP", 60)
    made = [teller.proposition(strategy, sample, 44 - number) for number, sample in enumerate(LANCASHIRE)]
    for proposition in made[:9]:
        teller.submit(proposition, 24, "Board of Directors", 26)
    lead = teller.who("LAN-LEP", "lead")
    teller.take(5, "ready", made[9], lead)
    tell_of_other_areas(teller)
    tell_of_departments(teller)


def tell_of_other_areas(teller: Storyteller) -> None:
    for days, (organisation, samples) in enumerate(OTHERS.items()):
        strategy = teller.strategy(organisation, 58)
        for sample in samples:
            teller.submit(teller.proposition(strategy, sample, 40 - days), 20 - days, "Board meeting", 22 - days)


def tell_of_departments(teller: Storyteller) -> None:
    """What is answered, asked, drafted and passed on by today."""
    teller.answer(
        "LAN-01.1", "DfE", 12, stance="support_with_conditions",
        words="We will extend the Careers Hub to the whole county from the next school year.",
        reason="The county’s employers have shown that they will take part.",
        condition="Partners confirm their share of the coordinators’ cost.",
    )  # fmt: skip
    teller.take(10, "read", Ask.objects.get(record__ref="LAN-01.1").answers.get(), teller.who("LAN-LEP", "lead"))
    teller.question("LAN-02.1", "DfE", 8, "Which three colleges would teach the first courses, and from when?")
    question = teller.question("LAN-05.1", "BEIS", 15, "Which height and which hours would the corridor need?")
    teller.take(
        11, "answer", question, teller.who("LAN-LEP", "drafter"),
        answer="Up to 120 metres, on weekdays from eight to six. The airfield’s own traffic keeps precedence.",
    )  # fmt: skip
    teller.draft(
        "LAN-05.1", "BEIS", 3, stance="explore",
        words="We will work through the safety cases with you and the aviation regulator.",
    )  # fmt: skip
    teller.take(14, "take", teller.side("LAN-06.1", "BEIS"), teller.who("BEIS", "reviewer"))
    teller.answer(
        "LAN-09.4", "Defra", 6, stance="support",
        words="An official will advise the group from its first meeting on.",
    )  # fmt: skip
    teller.draft("LAN-09.2", "Defra", 4, stance="support", words="Our networks are open to the group from now on.")
    teller.answer(
        "LAN-08.1", "MHCLG", 7, stance="existing_programme",
        words="The pilot in the area can take this work in, within its present budget.",
        reason="The pilot has room for two more local projects this year.", programme="Social Integration Pilot",
    )  # fmt: skip
    teller.answer(
        "LAN-09.1", "BEIS", 5, stance="support", words="The group is welcome as a partner of the national strategy.",
    )  # fmt: skip
    coordinator = teller.who("CLGU", "coordinator")
    teller.take(
        18, "hand_on", teller.side("LAN-04.1", "CLGU"), coordinator, to=["DfE"],
        note="The pathway is about adult skills, so the Department for Education should answer.",
    )  # fmt: skip
    teller.take(9, "take", teller.side("TEE-01.1", "DfE"), teller.who("DfE", "reviewer"))
