"""What Cheshire and Warrington's consultations say in the demonstration, in our own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One finding, and the question that the second round asks about it."""

    statement: str
    detail: str
    source: str
    theme: str
    question: str


FINDINGS = (
    Told(
        "Every third vacancy in engineering stays open for longer than three months.",
        "Firms of all sizes say so, the small ones most of all. It is worst for maintenance technicians and control "
        "engineers.\n\nWe are fairly sure: two surveys with different firms agree.",
        "Survey of 240 employers in two winters; job advertisements of one year, counted by us.",
        "People",
        "How far do you agree that engineering jobs stay open for too long?",
    ),
    Told(
        "People who work here earn more than people who live here.",
        "The gap is widest in the north of the area. Many of the best-paid posts are taken by people who drive in.",
        "National figures on pay by workplace and by home, last year’s edition.",
        "Places",
        "How far do you agree that the best-paid jobs go past the people who live here?",
    ),
    Told(
        "Small science firms leave when they outgrow their first laboratory.",
        "Of thirty firms that needed a second laboratory within six years, eleven found it elsewhere. Rents were "
        "named less often than the lack of rooms with the right ventilation.",
        "Interviews with thirty firms, and the lists of two science parks.",
        "Ideas",
        "How far do you agree that small science firms leave for want of laboratories?",
    ),
    Told(
        "Two bus routes in three end before the late shift does.",
        "Counted for the eight largest sites outside towns. On Sundays it is nearly all of them.",
        "Timetables of this spring, compared with the shifts that the sites told us.",
        "Infrastructure",
        "How far do you agree that buses stop too early for those who work late?",
    ),
)

PRIVACY = (
    "The partnership keeps what you send for two years after the strategy is published, then deletes it. Your name and "
    "e-mail address are kept apart from your answers and are used for your receipt and for questions about your "
    "answer only. You choose yourself whether your answer is published. You can ask to see what we hold of you, or to "
    "have it deleted: write to **privacy@cheshire-warrington.example**."
)
CONTACT = (
    "- By e-mail: consultation@cheshire-warrington.example\n- By telephone: 01632 960 118, on weekdays from 9 to 5\n"
    "- On paper: ask for a copy at any library of the area. We send large print and Easy Read on request."
)

FIRST_ROUND = {
    "title": "First round: what should our strategy be about?",
    "summary": "Before we wrote anything, we asked what a strategy for the local economy should be about.",
    "why": "A strategy that nobody recognises helps nobody. We wanted to hear what is missing before we began.",
    "decided": "That there will be a strategy, and that the national framework gives its five headings.",
    "open": "Everything below those headings.",
    "next": "We read every answer. The second round shows what we made of them.",
    "privacy": PRIVACY,
    "contact": CONTACT,
}
SECOND_ROUND = {
    "title": "Second round: our themes and the evidence behind them",
    "summary": "We have gathered evidence and chosen the themes on which our Local Industrial Strategy could rest. "
    "Tell us whether we have read the evidence rightly, and what we have missed.",
    "why": "The strategy goes to Government next year. What it asks for must rest on evidence that people here "
    "recognise. Your answers change the evidence report and the order of the themes.",
    "decided": "- The framework’s headings: they are the same for every area in England.\n"
    "- That energy and clean growth has a chapter of its own. The board decided that after the first round, in which "
    "more people named it than anything else.",
    "open": "- Which findings the strategy rests on, and in which words.\n- Which themes come first.\n"
    "- What we have not seen yet.",
    "next": "We publish what we heard, and what it changed, within eight weeks of closing. The board takes the "
    "evidence report with these changes at its next meeting after that.",
    "privacy": PRIVACY,
    "contact": CONTACT,
}
THIRD_ROUND = {
    "title": "Third round: does the draft strategy say it right?",
    "summary": "When the draft of the strategy is there, we ask whether it says what you told us.",
    "decided": "What the board has decided on the evidence by then.",
}
EXPLANATIONS = {
    "Ideas": "Many in the first round thought of universities only. Firms have ideas, too.",
    "Infrastructure": "Named most often after energy. We want to know which part of it matters most.",
    "CHW-P01/evidence": "The part of our paper on energy that says what it rests on.",
}

FIRST_QUESTIONS = """# Your views
Which headings matter most where you live? Tick all that apply.
- Ideas
- People
- Infrastructure
- Business environment
- Places

What should the strategy be about that nobody has mentioned yet?
"""
SECOND_QUESTIONS = """# The themes
How far do you agree that these themes fit our area? *
- Strongly agree
- Strongly disagree

Which of them should come first? Tick all that apply.
- Ideas
- People
- Infrastructure
- Places

What is missing among the themes?

# The evidence
How far do you agree that engineering jobs stay open for too long?
- Strongly agree
- Strongly disagree

How far do you agree that the best-paid jobs go past the people who live here?
- Strongly agree
- Strongly disagree

How far do you agree that small science firms leave for want of laboratories?
- Strongly agree
- Strongly disagree

How far do you agree that buses stop too early for those who work late?
- Strongly agree
- Strongly disagree

Do you know of evidence that speaks for or against any of this?
Say where we can find it.

Have we used the evidence on energy fairly?
The section of our paper is on the page of the consultation.

# You and your place
Where do you live or work? *
- Cheshire East
- Cheshire West and Chester
- Warrington
- Somewhere else

Which town or village is closest to you? (a few words)

How did you hear of this consultation?
- From an employer
- From a council or a library
- From a friend or neighbour
- In the news or online
"""
INTRODUCTIONS = {
    "The themes": "Four of the framework’s headings, under which the strategy could be written.",
    "The evidence": "Four findings. The words of each are on the page of the consultation.",
    "You and your place": "These help us to see whether we hear from the whole area.",
}

DOCUMENTS = {
    "where-we-stand.txt": (
        "Where we stand before we begin",
        "WHERE WE STAND\n\nThe partnership has a plan for growth from 2014. This paper says in two pages what became "
        "of it, and what a new strategy would have to add.\n",
    ),
    "evidence-in-short.txt": (
        "The evidence in short",
        "THE EVIDENCE IN SHORT\n\n1. Engineering posts stay open too long.\n2. Pay at work and pay at home differ.\n"
        "3. Science firms outgrow their laboratories.\n4. Buses end before late shifts do.\n\nHow each was found "
        "stands beside it in the consultation.\n",
    ),
    "first-round-what-we-heard.txt": (
        "What we heard in the first round",
        "WHAT WE HEARD\n\n312 people and organisations answered. Energy was named most, transport next, then skills. "
        "What we changed: energy has a chapter of its own, and we looked into buses and shifts.\n",
    ),
    "figures.csv": (
        "The figures behind the findings",
        "finding,figure,year\nVacancies open for three months or more,34%,2018\nRoutes that end before the late shift,"
        "67%,2018\nFirms that left for a laboratory,11 of 30,2018\n",
    ),
}
