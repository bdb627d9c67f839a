"""The life of a group of similar asks: put together, changed, given a common position, dissolved."""

from __future__ import annotations

from typing import Any

from lis.engine.actor import Actor
from lis.engine.models import Counter, Event, Record, Version
from lis.engine.registry import register
from lis.engine.standing import grant
from lis.engine.steps import NEW, Act, ReasonForm, Step
from lis.engine.workflow import Workflow
from lis.engine.writing import mint
from lis.frameworks.models import vocabulary_labels

from ..sides.lifecycle import POSITION_PARTS
from ..sides.permissions import DEPARTMENT_ROLES
from .forms import AddForm, CommonPositionForm, ExceptForm, GroupForm, MemberForm, RejoinForm
from .models import Cluster, ClusterMember
from .permissions import in_government, of_its_body

OPEN, DISSOLVED = "open", "dissolved"
SCHEMA = "cluster/1"


def mint_title(act: Act) -> Version:
    return _mint(act, {"title": act.given["title"]})


def mint_common_position(act: Act) -> Version:
    """The common position under the group's title: what the sides of its members are drafted from."""
    programme = act.given.get("programme")
    words = {part: act.given.get(part) or "" for part in POSITION_PARTS} | {
        "programme": programme.name if programme else "",
        "stance_label": vocabulary_labels("stances").get(act.given["stance"], act.given["stance"]),
    }
    return _mint(act, {"title": title_of(act.noun), **words})


def _mint(act: Act, body: dict[str, str]) -> Version:
    authors = [act.actor.user] if act.actor.user else []
    return mint(act.noun.record, schema=SCHEMA, body=body, authors=authors, at=act.at)


def title_of(cluster: Cluster) -> str:
    last = cluster.record.versions.order_by("-number").first()
    return last.content["title"] if last else ""


def begin(act: Act) -> None:
    """Only the body that groups them sees the group."""
    grant(act, act.noun.record, act.noun.organisation)
    take_in(act)


def take_in(act: Act) -> None:
    ClusterMember.objects.bulk_create(
        ClusterMember(cluster=act.noun, ask=ask, added_by=act.event) for ask in act.given["asks"]
    )


def _member(act: Act) -> Any:
    return ClusterMember.objects.filter(
        cluster=act.noun, removed_by=None, ask__record__ref=act.given["ask"]
    )  # fmt: skip


def take_out(act: Act) -> None:
    _member(act).update(removed_by=act.event)


def make_exception(act: Act) -> None:
    _member(act).update(excepted_by=act.event)


def end_exception(act: Act) -> None:
    _member(act).update(excepted_by=None)


class ClusterWorkflow(Workflow):
    kind = "cluster"
    model = Cluster
    noun_name = "group of asks"
    statuses = {OPEN: "Open", DISSOLVED: "Dissolved"}
    steps = (
        Step("group", "Group similar asks", {NEW}, OPEN, who=in_government, form=GroupForm, mint=mint_title, act=begin,
             past="grouped similar asks",
             hint="Each ask stays by itself and is answered by itself. No area sees the group."),
        Step("draft_common", "Draft a common position", {OPEN}, None, who=of_its_body, form=CommonPositionForm,
             mint=mint_common_position, past="drafted the common position", main=True,
             hint="You see next on which sides it would become the draft. Nothing is cleared or issued by it."),
        Step("add", "Add asks", {OPEN}, None, who=of_its_body, form=AddForm, act=take_in, past="added asks"),
        Step("remove", "Take an ask out", {OPEN}, None, who=of_its_body, form=MemberForm, act=take_out,
             past="took an ask out"),
        Step("make_exception", "Make an ask the exception", {OPEN}, None, who=of_its_body, form=ExceptForm,
             act=make_exception, past="made an ask the exception",
             hint="The common position is not meant for it. It keeps its own draft."),
        Step("end_exception", "End an exception", {OPEN}, None, who=of_its_body, form=RejoinForm, act=end_exception,
             past="ended an exception"),
        Step("dissolve", "Dissolve the group", {OPEN}, DISSOLVED, who=of_its_body, form=ReasonForm,
             past="dissolved the group", warns=True, hint="The asks and what was drafted for them stay as they are."),
    )  # fmt: skip

    def initial(self, step: Step, noun: Cluster, actor: Actor) -> dict[str, Any]:
        if step.verb != "draft_common":
            return {}
        last = noun.record.versions.order_by("-number").first()
        return last.content if last else {}

    def acting_for(self, actor: Actor, noun: Cluster, facts: Any) -> Any:
        return noun.organisation

    def plan(self, step: Step, actor: Actor, given: dict[str, Any]) -> Cluster:
        bodies = actor.organisations_as(DEPARTMENT_ROLES)
        return Cluster(organisation=bodies[0]) if bodies else Cluster()

    def reference(self, act: Act) -> str:
        """Numbered by each body for itself: nobody counts the groups of another."""
        prefix = f"{act.noun.organisation.code}-G"
        return f"{prefix}{Counter.next(prefix):02d}"

    def build(self, act: Act, record: Record) -> Cluster:
        cluster = act.noun
        cluster.record = record
        cluster.save(force_insert=True)
        return cluster

    def describe(self, event: Event) -> str:
        data = event.data
        match event.verb:
            case "add" if data.get("asks"):
                return f"added {', '.join(data['asks'])}"
            case "remove" if data.get("ask"):
                return f"took {data['ask']} out"
            case "make_exception" if data.get("ask"):
                return f"made {data['ask']} the exception"
            case "end_exception" if data.get("ask"):
                return f"ended the exception of {data['ask']}"
        return super().describe(event)


workflow = register(ClusterWorkflow())
