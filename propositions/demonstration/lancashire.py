"""The twelve propositions of Lancashire in the demonstration, told in our own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleAsk:
    """One ask: its words, the code of its type ("" while nobody has chosen), departments named, and money."""

    words: str
    type: str = ""
    departments: tuple[str, ...] = ()
    money: str = "none"
    money_reason: str = ""


@dataclass(frozen=True)
class Sample:
    """One proposition with its asks, and the theme that it stands under."""

    title: str
    what: str
    why: str
    how: str
    asks: tuple[SampleAsk, ...]
    theme: str


PROPOSITIONS = (
    Sample(
        "Careers Hub",
        "Bring every school and college of the county into the Careers Hub, which now serves a part of it.",
        "Pupils in the districts with a hub meet employers more often. A labour market does not end "
        "at a district’s edge.",
        "Employers, schools and the councils share the cost of coordination.",
        (SampleAsk("Will the Department extend the Careers Hub to all fourteen districts of Lancashire?",
                   "programme_extension", ("DfE",)),),
        "People",
    ),
    Sample(
        "T Level Test Bed",
        "Try out technical qualifications one step above T Levels, at levels 4 and 5.",
        "Our manufacturers cannot fill technician posts at these levels, in the sectors in which the "
        "county is strongest.",
        "Panels led by industry write the outlines; three colleges teach the first courses.",
        (SampleAsk("Will the Department name Lancashire a pilot for technical qualifications at levels 4 and 5?",
                   "pilot_or_test_bed", ("DfE",)),),
        "People",
    ),
    Sample(
        "Digital Pathways and Levelling Up",
        "Show young people and adults, in real time, which digital jobs are open and which course leads there.",
        "The evidence base shows a digital divide between our coast and our cities, and few local courses.",
        "Technology firms open their vacancy data; colleges adapt their courses each term.",
        (SampleAsk("Will Government evaluate these partnerships with technology firms together with us?",
                   "joint_evaluation"),),
        "People",
    ),
    Sample(
        "Skills Escalator",
        "Replace separate employment projects with one pathway in which a key worker stays with each person.",
        "People leave one project and return to the next; the European fund that pays for these projects will end.",
        "The projects now share case notes and referrals, and what was learned from that is written down.",
        (SampleAsk("Will Government evaluate the pathway approach jointly with us before the European fund ends?",
                   "joint_evaluation"),),
        "People",
    ),
    Sample(
        "Drone Zone",
        "A place where unmanned aircraft can be flown, tested and certified at full scale, with firms around it.",
        "Aerospace firms and a university already test here; an airfield and a flight corridor are at hand.",
        "The first flights build on two national challenges in which local partners take part.",
        (SampleAsk("Will Government give assurance on safety cases and lift the flight restrictions "
                   "over the test corridor?",
                   "regulatory_change_or_assurance", ("BEIS", "DfT")),),
        "Ideas",
    ),
    Sample(
        "Clean Energy Technology Park",
        "A park beside the nuclear fuel works for firms that develop fuels and energy storage.",
        "The county makes nuclear fuel for the whole country and is named in the sector’s deal.",
        "A master plan is drawn and a business case is being costed.",
        (SampleAsk("Will Government grant Enterprise Zone status or a comparable relief to the park?",
                   "enterprise_zone_tax_or_rates", ("BEIS",)),
         SampleAsk("Will trade officials list the park among the opportunities that they show to investors abroad?",
                   "trade_and_investment_support", ("DIT",))),
        "Infrastructure",
    ),
    Sample(
        "Preston Central Business District",
        "A business district of high-quality offices beside Preston station.",
        "Firms that share knowledge gain from being close together, and the county has no such quarter.",
        "A regeneration framework is agreed; a public sector hub and the station’s expansion come first.",
        (SampleAsk("May the City Deal be used to retain business rates for the district?",
                   "enterprise_zone_tax_or_rates", ("MHCLG",)),
         SampleAsk("Will Government consider the district for its own offices?", "location_of_public_bodies", ("CO",)),
         SampleAsk("Will Government recognise the district as an opportunity of national importance?",
                   "recognition_or_endorsement", ("MHCLG",), "new",
                   "The station square cannot be built from existing budgets alone.")),
        "Places",
    ),
    Sample(
        "Asian Heritage Business Community",
        "Understand how businesses of Asian heritage trade, invest and employ in the east of the county.",
        "They are many and they grow, yet no statistics describe them as a cluster.",
        "A deep dive with the firms themselves, published as evidence.",
        (SampleAsk("Will Government link this work to its Social Integration Pilot in the area?",
                   "alignment_with_national_policy", ("MHCLG",)),
         SampleAsk("Will Government help the cluster to build trade links?", "trade_and_investment_support")),
        "Business Environment",
    ),
    Sample(
        "Agri-Tech",
        "A county-wide Agri-Tech group, with places where new methods are shown to working farms.",
        "Farming is a large part of the rural economy, and new methods can raise its yield and lower its waste.",
        "A land-based college and a university lead; food firms and farmers set the questions.",
        (SampleAsk("Will the group be part of the national Agri-Tech Strategy?", "alignment_with_national_policy",
                   ("BEIS", "Defra")),
         SampleAsk("Will the departments open their networks of good practice to the group?", "advice_or_brokerage",
                   ("Defra",)),
         SampleAsk("Will BEIS, Defra, DIT and DfE deal with us together on Agri-Tech?",
                   "convening_or_cross_government_working", ("BEIS", "Defra", "DIT", "DfE")),
         SampleAsk("Will officials advise us while we set up the group?", "advice_or_brokerage", ("Defra",)),
         SampleAsk("Will agriculture count as a science and technology subject in careers advice?",
                   "recognition_or_endorsement", ("DfE",)),
         SampleAsk("Will the Department discuss demonstration units for passing knowledge to farms?",
                   "pilot_or_test_bed", ("Defra",))),
        "Ideas",
    ),
    Sample(
        "Clean Growth",
        "A task force on clean growth that works across sectors and enterprise sites.",
        "Strengths in energy and in advanced manufacturing meet in the move to low carbon.",
        "A university centre for eco-innovation leads; hydrogen demonstrators are first.",
        (SampleAsk("Will our industrial sites be a test bed for the national plans to decarbonise industry?",
                   "pilot_or_test_bed", ("BEIS",)),),
        "Ideas",
    ),
    Sample(
        "Mental Health at Work",
        "A review, led by business, of what firms need to support the mental health of those who work for them.",
        "Poor mental health keeps people out of work and lowers output; the evidence base names it a main drag.",
        "A panel of business leaders and independent experts hears evidence and reports.",
        (SampleAsk("Will an official join the panel as observer, and will Government respond to its report?",
                   "official_on_a_panel"),),
        "People",
    ),
    Sample(
        "Blackpool Civil Service Hub",
        "Bring scattered offices of the civil service together in one hub in the town centre.",
        "The offices are poor and far apart, and the national plan asks for hubs near public transport.",
        "Public and private partners develop the site.",
        (SampleAsk("Will Government recognise Blackpool in its plans to bring public offices together?",
                   "location_of_public_bodies", ("CO",)),
         SampleAsk("Could the hub be a pilot for the design of public sector hubs?")),
        "Places",
    ),
)  # fmt: skip
