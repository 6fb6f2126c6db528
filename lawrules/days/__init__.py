"""Calendar and deadline arithmetic. It takes dates and periods, promises dates and reasons, and knows no policies."""

from lawrules.days.answer import Due
from lawrules.days.due import DueDay, Roll, default_roll, due, due_day
from lawrules.days.errors import CalendarError, PeriodError, UnannouncedError
from lawrules.days.notice import DayKind
from lawrules.days.period import Period, Unit
from lawrules.days.work_calendar import WorkCalendar

__all__ = [
    "CalendarError",
    "DayKind",
    "Due",
    "DueDay",
    "Period",
    "PeriodError",
    "Roll",
    "UnannouncedError",
    "Unit",
    "WorkCalendar",
    "default_roll",
    "due",
    "due_day",
]
