"""The tables of boards, each noun in a module of its own."""

from .boards import Board, BoardMember, Post, PostHolding
from .delegations import Delegation
from .meetings import Meeting
from .recommendations import Recommendation, Target
from .reports import Attachment, DeclaredInterest, PartTwo, Report

__all__ = [
    "Attachment",
    "Board",
    "BoardMember",
    "DeclaredInterest",
    "Delegation",
    "Meeting",
    "PartTwo",
    "Post",
    "PostHolding",
    "Recommendation",
    "Report",
    "Target",
]
