"""The working days of England: bank holidays, periods counted in them, and the day a period ends."""

from lis.calendar_days.days import add_working_days, due_at, is_working_day, working_days_between

__all__ = ["add_working_days", "due_at", "is_working_day", "working_days_between"]
