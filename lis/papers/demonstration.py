"""The papers of Cheshire and Warrington in the demonstration: one for each workstream, each in a state of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.people.models import User
from lis.strategies.models import Strategy

from .lifecycle import workflow
from .models import PolicyPositionPaper

BODY = "cheshire-warrington.example"

ENERGY = {
    "summary": "Half a dozen large works here use as much energy as a city. We want to show how such a place can stop "
    "adding carbon by 2040 and earn from it.",
    "evidence": "- The sub-region has engineers for nuclear plant, power networks and storage in unusual number.\n"
    "- Many large works here depend on cheap energy, so its cost decides whether they stay.\n"
    "- Salt caverns, pipes and two estuaries are natural places to store and move hydrogen.",
    "ambition": "A cluster without net carbon by **2040**, and a name abroad for how it was done.",
    "proposals": "1. A smart local grid between Ellesmere Port and Runcorn.\n"
    "2. Hydrogen for buses and for the gas network, planned with the Liverpool City Region.\n"
    "3. A small reactor of the battery type, first tried out at Capenhurst.\n"
    "4. At least one network that heats homes with what a factory lets go.",
    "asks": "- A named official with whom the cluster’s plan is worked out.\n"
    "- Early sight of the rules for hydrogen in pipes.",
}
LIFE_SCIENCES = {
    "summary": "Few places in the world can take a medicine from its discovery to its making. We are one and want to "
    "do more of it, with a higher rate of success.",
    "evidence": "Outside the south east no group of such firms is larger, and a national centre for discovery is here.",
    "ambition": "A larger share of complex new medicines developed and made in this country.",
    "proposals": "An open laboratory in which small firms can handle potent substances safely, and investment along "
    "the Science Corridor from the Enterprise Zone’s own rates.",
    "asks": "Guidance on how existing funds for growth can be joined for one firm.",
}
MANUFACTURING = {
    "summary": "Manufacturing is the ground on which our economy stands, yet only a few of its trades are more "
    "productive than elsewhere.",
    "evidence": "Chemicals, medicines and cars stand out. Most other trades lie below the national average.",
    "proposals": "Digital tools for small manufacturers, and a chemical industry that makes its supply chains greener.",
}
LOGISTICS = {
    "summary": "Warehousing grows faster here than almost anywhere, but what each hour earns has not kept up.",
    "evidence": "A university has looked at the trade in depth for us: its parts differ more from one another than "
    "from other trades.",
    "ambition": "A hub that is known for the value of its logistics and not for its acres.",
    "proposals": "Land and roads planned together until 2040; trials of machine planning with haulage firms.",
    "next_steps": "The study’s findings go to the councils in the spring.",
}
IDEAS = {
    "summary": "Our firms are good at turning ideas into products. Too few small ones can reach a laboratory.",
    "proposals": "An exchange on which large firms post problems, and programmes with the nearest universities.",
    "partners": "Both neighbouring city regions, to show the North West abroad as one place for science.",
}
PEOPLE = {
    "summary": "Our people are skilled, but courses follow the economy slowly and many residents gain little from it.",
    "ambition": "Everybody who wants to get on in work finds the course that takes them there.",
}
CARS = {
    "summary": "What car makers and their suppliers here need to build electric cars.",
    "sector": "One large plant and some sixty suppliers, most of which also work for plants in neighbouring areas.",
    "actions": "- Ask every supplier which parts it will lose.\n- Find new customers for those that lose most.",
}


class Teller:
    """Takes the steps of the area's two officers, each on a day of the story."""

    def __init__(self, people: Mapping[str, User], first_day: dt.date) -> None:
        self.first_day = first_day
        self.drafter, self.lead = people[f"drafter@{BODY}"], people[f"lead@{BODY}"]
        self.strategy = Strategy.objects.with_record().get(organisation__memberships__user=self.lead)

    def moment(self, day: int, hour: int) -> dt.datetime:
        return clock.on(self.first_day + dt.timedelta(days=day), hour, 40)

    def begin(self, day: int, number: int, title: str, words: dict[str, str], kind: str = "position_paper") -> Any:
        """A new paper of the workstream with that number, with its first words."""
        data = {"workstream": f"{self.strategy.ref}.{number}", "kind": kind, "title": title}
        with clock.at(self.moment(day, 9)):
            paper = workflow.create("start", by=Actor.of(self.drafter), data=data)
        return self.write(day, paper, **words)

    def write(self, day: int, paper: Any, **words: str) -> Any:
        with clock.at(self.moment(day, 11)):
            workflow.write(paper, words, by=Actor.of(self.drafter))
        return paper

    def take(self, day: int, verb: str, paper: Any, by: User, **data: Any) -> Any:
        with clock.at(self.moment(day, 15)):
            fresh = PolicyPositionPaper.objects.with_record().get(pk=paper.pk)
            workflow.perform(verb, fresh, by=Actor.of(by), expected=fresh.revision, data=data)
        return paper

    def share(self, day: int, paper: Any, *departments: str, days: int) -> Any:
        last_day = self.first_day + dt.timedelta(days=day + days)
        return self.take(day, "share", paper, self.lead, departments=list(departments), until=last_day.isoformat())

    def submit(self, day: int, paper: Any, *departments: str, note: str = "") -> Any:
        """Sent to internal review the day before, submitted by the lead."""
        self.take(day - 1, "send_for_review", paper, self.drafter)
        return self.take(day, "submit", paper, self.lead, departments=list(departments), note=note)


def tell(people: Mapping[str, User], first_day: dt.date) -> None:
    """Seven papers: four with Government, one in review, one being written, one withdrawn.

    ``people`` are the demonstration's accounts by e-mail address; ``first_day`` is the day, sixty days ago, on which
    the strategy began. The last step is taken on the fifty-sixth day.
    """
    teller = Teller(people, first_day)
    _with_government(teller)
    _with_the_area(teller)


def _with_government(teller: Teller) -> None:
    energy = teller.begin(6, 1, "Energy and clean growth", ENERGY)
    teller.share(14, energy, "BEIS", days=30)
    teller.write(
        22, energy, partners="Liverpool City Region on hydrogen, Tees Valley on clean growth, Cumbria and the south "
        "western areas on the nuclear sector’s deal.",
        evidence=ENERGY["evidence"] + "\n- Three expert meetings found nothing to contradict this.",
    )  # fmt: skip
    teller.submit(26, energy, "BEIS", "Defra", note="The first of our papers. We are glad to explain it in person.")
    teller.write(49, energy, asks=ENERGY["asks"] + "\n- A place for the area on the working group for hydrogen.")

    life_sciences = teller.begin(8, 2, "From discovery to manufacture", LIFE_SCIENCES)
    teller.share(15, life_sciences, "BEIS", days=40)
    teller.submit(30, life_sciences, "BEIS")

    manufacturing = teller.begin(9, 3, "Supply chains that last", MANUFACTURING)
    teller.share(16, manufacturing, "BEIS", days=40)
    teller.submit(31, manufacturing, "BEIS")
    teller.write(38, manufacturing, ambition="Supply chains among the most productive and least wasteful of Europe.")
    teller.take(40, "submit", manufacturing, teller.lead, departments=[], note="Now with its ambition, as you asked.")

    logistics = teller.begin(12, 4, "Logistics that earn more", LOGISTICS)
    teller.share(17, logistics, "BEIS", days=20)
    teller.submit(35, logistics, "BEIS")


def _with_the_area(teller: Teller) -> None:
    ideas = teller.begin(28, 5, "Room for ideas", IDEAS)
    teller.share(44, ideas, "BEIS", "DfE", days=45)
    teller.write(50, ideas, ambition="A laboratory, a mentor and a first customer within an hour of everybody.")
    teller.take(56, "send_for_review", ideas, teller.drafter)

    skills = teller.begin(33, 6, "Skills for better work", PEOPLE)
    teller.take(41, "send_for_review", skills, teller.drafter)
    teller.take(
        43, "send_back", skills, teller.lead, note="Say what employers will do themselves before we show it to anybody."
    )
    teller.write(52, skills, proposals="A virtual institute of technology with employers in the lead.")

    cars = teller.begin(10, 3, "Cars and their suppliers", CARS, kind="sector_action_plan")
    teller.share(18, cars, "BEIS", days=80)
    teller.take(
        37, "withdraw", cars, teller.lead,
        note="Three neighbouring areas share these suppliers. We start again together with them.",
    )  # fmt: skip
