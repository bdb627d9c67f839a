"""What happens to a strategy: an area's lead begins it; from then on it is in drafting."""

from __future__ import annotations

from typing import Any

from lis.engine import clock
from lis.engine.actor import Actor
from lis.engine.models import Counter, Record
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, Step
from lis.engine.workflow import Workflow

from .forms import StartForm
from .models import Strategy
from .permissions import lead_of_area

DRAFTING = "drafting"


def let_the_area_body_in(act: Act) -> None:
    grant(act, act.noun.record, act.noun.organisation)


class StrategyWorkflow(Workflow):
    """The life of a strategy. Its references read ``LAN-LIS``: the area, then the framework in short."""

    kind = "strategy"
    model = Strategy
    noun_name = "strategy"
    statuses = {DRAFTING: "Drafting"}
    steps = [
        Step(
            "start", "Start a strategy", {NEW}, DRAFTING, lead_of_area, "started the strategy",
            form=StartForm, act=let_the_area_body_in, main=True,
        ),
    ]  # fmt: skip

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
        return {**given, "body": given["area"].body_on(clock.today())}

    def acting_for(self, actor: Actor, noun: Strategy, facts: Any) -> Any:
        return noun.organisation

    def area_of(self, act: Act) -> Any:
        return act.noun["area"]

    def reference(self, act: Act) -> str:
        short = act.noun["framework"].code.split("-")[0].upper()
        first = f"{act.noun['area'].code}-{short}"
        number = Counter.next(first)
        return first if number == 1 else f"{first}-{number}"

    def build(self, act: Act, record: Record) -> Strategy:
        plan = act.noun
        strategy = Strategy.objects.create(
            record=record, framework=plan["framework"], title=plan["title"], organisation=plan["body"],
            parent=plan["parent"],
        )  # fmt: skip
        strategy.areas.set([plan["area"], *plan["also"]])
        return strategy


workflow = register(StrategyWorkflow())
