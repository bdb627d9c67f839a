"""The lifecycles of boards, meetings, reports, recommendations, delegations and exempt parts."""

from . import boards, delegations, meetings, part_two, recommendations, reports

__all__ = ["boards", "delegations", "meetings", "part_two", "recommendations", "reports"]
