"""Propositions of other areas in the demonstration, some of which ask much the same as Lancashire does."""

from __future__ import annotations

from .lancashire import Sample, SampleAsk

PROPOSITIONS: dict[str, tuple[Sample, ...]] = {
    "WMC-CA": (
        Sample(
            "Future Mobility Test Roads",
            "Open three hundred kilometres of ordinary road as a test bed for connected vehicles.",
            "The region builds cars, designs batteries and has the country’s widest mix of roads.",
            "The combined authority coordinates; manufacturers and two universities run the trials.",
            (SampleAsk("Will Government relax the trial rules for vehicles without a driver on these roads?",
                       "regulatory_change_or_assurance", ("DfT", "BEIS")),
             SampleAsk("Will Government share its road traffic data with the trials?", "data_sharing", ("DfT",))),
            "Infrastructure",
        ),
        Sample(
            "Skills for Modern Construction",
            "Train adults for building methods that move work from the site to the factory.",
            "Half of the region’s builders expect to be short of skilled people within five years.",
            "Colleges and builders share two training sites.",
            (SampleAsk("May the adult education budget pay for short "
                       "courses in these methods?", "use_of_existing_budget",
                       ("DfE",), "existing"),),
            "People",
        ),
    ),
    "LIV-LEP": (
        Sample(
            "Careers Hub for Every Borough",
            "Extend the Careers Hub to the boroughs that it does not reach.",
            "Young people in the outer boroughs have had less contact with employers.",
            "Borough councils and employers pay for the coordinators.",
            (SampleAsk("Will the Department extend the Careers Hub to every borough of the city region?",
                       "programme_extension", ("DfE",)),),
            "People",
        ),
        Sample(
            "Hydrogen for Industry",
            "Feed hydrogen to the glass and chemical works along the estuary.",
            "They use as much gas as a city, and their furnaces cannot run on electricity.",
            "Gas network, works and universities build it in three stages.",
            (SampleAsk("Will our industrial sites be a test bed for the national plans to decarbonise industry?",
                       "pilot_or_test_bed", ("BEIS",)),),
            "Ideas",
        ),
    ),
    "TEE-LEP": (
        Sample(
            "Careers Hub and Technical Ladder",
            "Join the Careers Hub with technical courses at levels 4 and 5.",
            "Process industries look for technicians and find too few.",
            "Five colleges and the chemical cluster act together.",
            (SampleAsk("Will the Department extend the Careers Hub to all "
                       "schools of Tees Valley?", "programme_extension",
                       ("DfE",)),
             SampleAsk("Will the Department name Tees Valley a pilot for technical qualifications at levels 4 and 5?",
                       "pilot_or_test_bed", ("DfE",))),
            "People",
        ),
    ),
    "CUM-LEP": (
        Sample(
            "Nuclear Skills and Supply",
            "Keep the skills of decommissioning in the county and win work abroad with them.",
            "The county has more nuclear engineers than any other, and much of their present work will end.",
            "Site operator, colleges and suppliers agree a ten-year plan.",
            (SampleAsk("Will Government count the plan as a part of the nuclear sector’s deal?",
                       "alignment_with_national_policy", ("BEIS",)),
             SampleAsk("Will trade officials show the supply chain to buyers abroad?", "trade_and_investment_support",
                       ("DIT",))),
            "Business Environment",
        ),
    ),
}  # fmt: skip
