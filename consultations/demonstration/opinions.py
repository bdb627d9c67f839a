"""What would somebody answer to a consultation? Sentences from lists of our own, the same for each seed."""

from __future__ import annotations

from random import Random

from propositions.demonstration.scale.words import MEASURES, PARTNERS, PEOPLE, PLACES, THINGS, Writer

TOWNS = (
    "Ashby Bridge", "Brackenford", "Coldharbour", "Dunsmere", "Eastwick", "Fallowby", "Grindale", "Hollinshaw",
    "Ivelcombe", "Jarrowfield", "Kelderthorpe", "Lynnmouth", "Marlstow", "Norbeck", "Orrinholme", "Penwardine",
)  # fmt: skip
KINDS = ("Forum", "Society", "Trust", "Chamber", "Parish Council", "Growers", "Makers", "Alliance", "Residents")
OPINIONS = (
    "In {place} the buses stop at seven, and whoever works late cannot take the jobs that you write about.",
    "{people_first} are missing from the evidence, and they are most of those whom I know.",
    "I agree with the aims, but {measure} will not change unless {partners} are part of it from the start.",
    "Please do not forget {place}: each plan names it and none has reached it yet.",
    "What was promised for {place} ten years ago should be finished before anything new begins.",
    "My firm took on three {people} last year and would take on more if the training were nearer.",
    "I would rather see money go to what works already than to another {thing}.",
    "The paper speaks of {measure} and never says how {people} will notice that it has risen.",
    "A {thing} would help {place} only if {partners} run it together.",
    "We answered the first round as well and could not see what became of it.",
    "Good that somebody asks. The questions on {place} are the right ones.",
    "Energy costs more than rent for us now; that matters more than any {thing}.",
    "Ask {people} themselves what holds them back: it is rents, childcare and the last bus.",
    "{measure_first} is the wrong measure for a rural area, since half of what we do is never counted.",
    "Nothing is said about the people who look after others, and without them nobody else could work.",
    "We would share our figures on {measure} if someone asked us in a form that we can answer.",
)
REPRESENTS = (
    "{number} members in {place}", "{people} in {place}", "the firms on two industrial estates near {place}",
    "{number} households, most of them in {place}",
)  # fmt: skip


class Respondent(Writer):
    """Somebody with an opinion."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)

    def filled(self, sentence: str) -> str:
        people, measure = self.random.choice(PEOPLE), self.random.choice(MEASURES)
        return sentence.format(
            people=people,
            people_first=people[0].upper() + people[1:],
            measure=measure,
            measure_first=measure[0].upper() + measure[1:],
            place=self.random.choice(PLACES),
            partners=self.random.choice(PARTNERS),
            thing=self.random.choice(THINGS),
            number=self.random.randrange(12, 900),
        )

    def opinion(self, longest: int = 6) -> str:
        """A sentence or several; most people write little and a few write much, in paragraphs."""
        count = min(int(self.random.expovariate(0.5)) + 1, longest)
        sentences = [self.filled(sentence) for sentence in self.random.sample(OPINIONS, count)]
        return "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, count, 3))

    def town(self) -> str:
        return self.random.choice(TOWNS)

    def organisation(self) -> str:
        return f"{self.town()} {self.random.choice(KINDS)}"

    def represents(self) -> str:
        return self.filled(self.random.choice(REPRESENTS))
