"""What would an area write? Sentences about its economy, put together from lists of our own, the same for each seed."""

from __future__ import annotations

from random import Random

THINGS = (
    "Careers Hub", "Battery Works", "Growth Corridor", "Skills Escalator", "Harbour Quarter", "Clean Heat Network",
    "Robotics Yard", "Rural Broadband Ring", "Glass Futures Centre", "Marine Test Range", "Film Campus",
    "Food Innovation Park", "Freight Gateway", "Health Data Exchange", "Circular Materials Plant", "Rail Academy",
    "Fusion Supply Cluster", "Creative Mills", "Tidal Lagoon", "Veterans’ Employment Service", "Drone Corridor",
    "Low Carbon Construction School", "Night Bus Network", "Innovation Vouchers", "Town Centre Fund",
    "Timber Valley", "Games Accelerator", "Cyber Campus", "Soil Laboratory", "Apprentice Levy Pool",
)  # fmt: skip
PLACES = (
    "the northern towns", "the coast", "the river corridor", "the old coalfield", "the market towns", "the airport",
    "the university quarter", "the enterprise zone", "the docks", "the hill farms", "the new settlements",
    "the city centre", "the industrial estates along the motorway", "the islands", "the border parishes",
)  # fmt: skip
PEOPLE = (
    "young people", "adults without a qualification at level 3", "small manufacturers", "farmers", "carers",
    "technicians", "people out of work for a year or longer", "apprentices", "founders of young firms",
    "older workers", "graduates who would like to stay", "freelancers", "exporters", "care workers", "commuters",
)  # fmt: skip
PARTNERS = (
    "two universities", "five colleges", "the chamber of commerce", "the borough councils", "the port authority",
    "the health trusts", "the housing associations", "an industry panel", "the bus companies", "the growth hub",
    "the national park", "three anchor employers", "the voluntary sector", "the combined authority",
)  # fmt: skip
MEASURES = (
    "productivity per hour", "the employment rate", "the number of firms that export", "journey times",
    "carbon emissions", "the vacancy rate", "the share of adults with a degree", "spending on research",
    "business births", "healthy life expectancy", "broadband coverage", "apprenticeship starts",
)  # fmt: skip
FACTS = (
    "lies a tenth below the national figure", "has not risen since 2011", "falls behind every neighbour",
    "is the highest outside the capital, but is not shared", "differs by half between one district and the next",
    "has risen for five years in the sector and nowhere else", "is held back by a lack of sites",
    "cannot be seen in any official statistic", "would double if present plans were carried out",
)  # fmt: skip
DOES = (
    "Bring {people} and {partners} together in one place near {place}",
    "Open a shared workshop for {people} in {place}",
    "Carry the work that {partners} have begun to all of {place}",
    "Train {people} for the jobs that will come to {place}",
    "Try out new ways to raise {measure} in {place}",
    "Build what {people} in {place} have asked for since the evidence was gathered",
)
WHYS = (
    "In {place} {measure} {fact}",
    "Our evidence shows that {measure} {fact}, and that {people} notice it first",
    "{partners_first} report that {people} leave {place} for want of a next step",
    "Nobody plans for {people} across the boundary, though half of them cross it every day",
    "Where this was tried with {people} in {place}, {measure} rose within two years",
)
HOWS = (
    "{partners_first} lead, with a board that meets each month",
    "{partners_first} give the site and share the cost of running it",
    "The first stage reaches {people}; the second opens it to everybody in {place}",
    "Progress is read from {measure} and published each spring",
    "A business case is drawn up and has been read by {partners}",
)
# What is asked, by the code of its type.
ASKS = {
    "programme_extension": "Will the Department extend its programme for {people} to {place}?",
    "pilot_or_test_bed": "Will Government name {place} a test bed for new support to {people}?",
    "freedom_or_flexibility": "May {partners} decide locally how support for {people} is spent in {place}?",
    "recognition_or_endorsement": "Will Government recognise the work of {partners} in {place} in its own plans?",
    "data_sharing": "Will the Department share its figures on {measure} with {partners} each quarter?",
    "joint_evaluation": "Will officials evaluate with {partners} what changes for {people} in {place}?",
    "advice_or_brokerage": "Will an official advise {partners} while the work in {place} is set up?",
    "land_or_public_estate": "Will Government release the public land beside {place} for this purpose?",
    "trade_and_investment_support": "Will trade officials show {place} to investors who look for {people}?",
    "use_of_existing_budget": "May existing money for {people} be used for this work in {place}?",
    "new_funding": "Will Government match what {partners} put into {place} over three years?",
    "official_on_a_panel": "Will an official join the panel of {partners} that looks after {measure}?",
}
QUESTIONS = (
    "Which part of {place} would come first, and from when?",
    "How many {people} would it reach in the first year, and how was that estimated?",
    "What have {partners} promised already, and in what form?",
    "How would you know from {measure} that it works?",
)
REPLIES = (
    "The first sites lie in {place}; the rest follow within eighteen months.",
    "About {number} {people}, counted from the records of {partners}.",
    "{partners_first} have each confirmed their share in writing.",
    "We compare {measure} with districts like ours that are not part of it.",
)
POSITIONS = (
    "We will work with {partners} on this from the next quarter.",
    "We agree that {people} in {place} would gain, and will name an official for it.",
    "We will look at {measure} with you before the autumn, and say then what can follow.",
    "Our present programme can take in {place} on the terms that hold elsewhere.",
)
REASONS = (
    "The evidence on {measure} is sound and fits what we see nationally.",
    "{partners_first} have shown that they can carry the work.",
    "It is an early step, and it binds nobody to more.",
    "Present plans for {people} cover a part of it already.",
)
NOTES = (
    "The board discussed it twice.", "Read with the neighbouring areas.", "Please see the evidence in the annex.",
    "It follows last year’s talks.", "The wording was agreed with all partners.",
)  # fmt: skip
MEETINGS = ("Board of Directors", "Strategy Board", "Partnership Board", "Joint Committee")
FIRST_NAMES = (
    "Amara", "Bethan", "Callum", "Deepa", "Ewan", "Farah", "Gareth", "Hetty", "Idris", "Jocelyn", "Kofi", "Leila",
    "Mungo", "Nerys", "Oona", "Piotr", "Quentin", "Rhian", "Suresh", "Tamsin", "Ulrik", "Vikram", "Wilma", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Ashgrove", "Birkdale", "Cawthorne", "Dunmore", "Elstow", "Farrowby", "Gillamoor", "Hathersage", "Inskip",
    "Jarrold", "Kettlewell", "Langstone", "Merrow", "Netherby", "Osmotherley", "Penhale", "Quarmby", "Rookhope",
    "Staveley", "Thirlby", "Ullock", "Vennhurst", "Wetherby", "Yarrowford",
)  # fmt: skip


class Writer:
    """Writes as people in an area or a department do; ``random`` alone decides what."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def filled(self, sentence: str) -> str:
        """The sentence with its gaps filled from the lists, each gap with one choice throughout."""
        partners = self.random.choice(PARTNERS)
        return sentence.format(
            people=self.random.choice(PEOPLE),
            place=self.random.choice(PLACES),
            partners=partners,
            partners_first=partners[0].upper() + partners[1:],
            measure=self.random.choice(MEASURES),
            fact=self.random.choice(FACTS),
            number=self.random.randrange(40, 4000, 20),
        )

    def one_of(self, sentences: tuple[str, ...]) -> str:
        return self.filled(self.random.choice(sentences))

    def paragraph(self, sentences: tuple[str, ...], shortest: int, longest: int) -> str:
        """Between ``shortest`` and ``longest`` different sentences, each with its full stop."""
        count = min(self.random.randint(shortest, longest), len(sentences))
        return " ".join(f"{self.filled(sentence)}." for sentence in self.random.sample(sentences, count))

    def title(self) -> str:
        place = self.random.choice(PLACES)
        return f"{self.random.choice(THINGS)} for {place}"

    def what(self) -> str:
        return self.paragraph(DOES, 1, 2)

    def why(self) -> str:
        return self.paragraph(WHYS, 2, 4)

    def how(self) -> str:
        return self.paragraph(HOWS, 2, 4)

    def ask(self, of_type: str) -> str:
        return self.filled(ASKS[of_type])

    def name(self) -> str:
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"
