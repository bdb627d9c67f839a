"""The strategies of the demonstration, with their workstreams and the actions that need nobody's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lis.engine import clock
from lis.engine.actor import Actor
from lis.frameworks.models import Framework, Theme
from lis.people.models import Membership, Organisation, Role, User

from .lifecycle import workflow
from .models import Action, Strategy, Workstream

FRAMEWORK = "lis-2018"


@dataclass(frozen=True)
class Act:
    """One action: what goes on from "We will", who does it, and by how many days after the story begins."""

    words: str
    owner: str
    by: int
    done: int | None = None


@dataclass(frozen=True)
class Stream:
    """One workstream: its name, the framework's heading for it, its ambition and its actions."""

    name: str
    theme: str
    ambition: str
    actions: tuple[Act, ...] = ()


CHESHIRE_WARRINGTON = (
    Stream(
        "Energy and clean growth", "Clean Growth",
        "To be known abroad as a place where clean energy is invented, tried out and used, with an industrial cluster "
        "that adds **no carbon by 2040**.",
        (
            Act("lay out a smart local grid between Ellesmere Port and Runcorn", "The partnership’s energy board", 700),
            Act("plan hydrogen pipes and production with the Liverpool City Region", "Both partnerships", 300),
            Act("bring one heat network that uses waste heat of a factory to the point of building", "Councils", 480),
            Act("publish the list of sites that use the most energy", "The partnership’s energy board", 40, 35),
        ),
    ),
    Stream(
        "Life sciences", "Ideas",
        "To be the place outside the south east where new medicines most often get from discovery to manufacture.",
        (
            Act("put retained business rates of the Enterprise Zone into laboratories along the Science Corridor",
                "Enterprise Zone board", 360),
            Act("help small life science firms to find the help that already exists as they grow", "Growth hub", 150),
        ),
    ),
    Stream(
        "Manufacturing supply chains", "Business Environment",
        "Supply chains that count among the most productive and least wasteful of Europe.",
        (
            Act("bring two hundred more small manufacturers into the programme for digital tools", "Growth hub", 400),
            Act("meet car makers and suppliers together with three neighbouring areas each quarter",
                "Investment team", 90),
        ),
    ),
    Stream(
        "Logistics", "Infrastructure",
        "A logistics trade that earns more from each acre and each hour, in a place that three motorways and two ports "
        "make a natural hub.",
        (
            Act("map the land that warehouses need until 2040 and what it would do to roads", "Councils", 210),
            Act("try out route planning by machine with three haulage firms", "Growth hub", 270),
        ),
    ),
    Stream(
        "Ideas", "Ideas",
        "A place where somebody with a new idea finds a laboratory, a mentor and a first customer within an hour.",
        (Act("open an exchange on which large firms post problems for small ones to solve", "Science Corridor", 240),),
    ),
    Stream(
        "People", "People",
        "Residents who can take up the better work that is being made here, whatever their age.",
        (
            Act("start a virtual institute of technology with employers in the lead", "Colleges and employers", 330),
            Act("set up a digital skills partnership", "Employers’ skills board", 120),
        ),
    ),
)  # fmt: skip

LANCASHIRE = (
    Stream("Ideas", "Ideas", "More firms that use what the county’s universities and laboratories find out.",
           (Act("hold four open days for small firms at university laboratories", "Universities", 200),)),
    Stream("People", "People", "A ladder from school to higher technical work in every district.",
           (Act("publish each term which technical posts are open and which course leads there", "Skills hub", 120),)),
    Stream("Infrastructure", "Infrastructure", "Clean power and good links for the sites where industry grows.",
           (Act("finish the master plan of the clean energy park", "County council", 150),)),
    Stream("Business environment", "Business Environment", "Every community of entrepreneurs known and served.",
           (Act("interview two hundred owners in the east of the county", "Growth hub", 110),)),
    Stream("Places", "Places", "Town centres that people choose to work in.",
           (Act("agree the regeneration framework of the station quarter", "City council", 45, 30),)),
)  # fmt: skip

OTHERS: dict[str, tuple[Stream, ...]] = {
    "WMC-CA": (
        Stream("Future mobility", "Future of Mobility", "To design, build and try out here how people will travel."),
        Stream(
            "Modern construction", "Business Environment", "Homes that are made in factories by people trained here."
        ),
        Stream("Low-carbon technology", "Clean Growth", "Energy works that lower the bills of industry."),
    ),
    "LIV-LEP": (
        Stream("Careers and skills", "People", "Every young person in contact with employers."),
        Stream("Hydrogen and industry", "Clean Growth", "Furnaces along the estuary that burn no gas."),
    ),
    "TEE-LEP": (
        Stream("Clean growth", "Clean Growth", "Process industries that capture what they emit."),
        Stream("Technical skills", "People", "Technicians for the plants that are here and those that come."),
    ),
    "CUM-LEP": (
        Stream("Nuclear", "Business Environment", "Skills of decommissioning that are sold abroad."),
        Stream("Rural productivity", "Places", "Farms and visitor firms that earn all the year round."),
    ),
}
# The body, its plan, and on which day of the story its strategy is started.
PLANS = (("LAN-LEP", LANCASHIRE, 0), ("CHW-LEP", CHESHIRE_WARRINGTON, 0), *((code, OTHERS[code], 2) for code in OTHERS))


def tell(people: Mapping[str, User], first_day: dt.date) -> dict[str, Strategy]:
    """Start the strategies with their plans and answer them by reference.

    ``people`` are the demonstration's accounts by e-mail address, ``first_day`` the day on which the story begins,
    sixty days ago. A body of which nobody is in ``people`` gets a lead who cannot sign in.
    """
    return {made.ref: made for made in (_strategy(people, first_day, *plan) for plan in PLANS)}


def _strategy(
    people: Mapping[str, User], first_day: dt.date, code: str, plan: tuple[Stream, ...], day: int
) -> Strategy:
    body = Organisation.objects.by_code(code)
    lead = _lead(people, body)
    with clock.at(clock.on(first_day + dt.timedelta(days=day), 9)):
        strategy = workflow.create(
            "start", by=Actor.of(lead),
            data={
                "area": body.area.code,
                "framework": FRAMEWORK,
                "title": f"{body.area.name} Local Industrial Strategy",
                "also": sorted(body.area.children.values_list("code", flat=True)),
            },
        )  # fmt: skip
    framework = Framework.objects.get(code=FRAMEWORK)
    for number, stream in enumerate(plan, 1):
        row = Workstream.objects.create(
            strategy=strategy, number=number, name=stream.name, ambition=stream.ambition, lead=lead,
            theme=Theme.objects.get(framework=framework, name=stream.theme),
        )  # fmt: skip
        for place, act in enumerate(stream.actions, 1):
            Action.objects.create(
                workstream=row, number=place, words=act.words, owner=act.owner,
                by_on=first_day + dt.timedelta(days=act.by),
                done_on=None if act.done is None else first_day + dt.timedelta(days=act.done),
            )  # fmt: skip
    return strategy


def _lead(people: Mapping[str, User], body: Organisation) -> User:
    held = Membership.objects.filter(organisation=body, role=Role.LEAD, user__in=people.values())
    found = held.select_related("user").first()
    if found:
        return found.user
    place = body.area.name
    address = f"lead@{place.lower().replace(' ', '-')}.example"
    user, _ = User.objects.get_or_create(email=address, defaults={"name": f"Lead for {place}", "job_title": "Lead"})
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Membership.objects.get_or_create(
        user=user, organisation=body, role=Role.LEAD, defaults={"from_on": dt.date(2018, 1, 1)}
    )
    return user
