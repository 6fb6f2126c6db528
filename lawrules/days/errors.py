"""What can go wrong in the arithmetic of days. All are `ValueError`s: the input, not the program, is at fault."""

from __future__ import annotations

from lawrules.errors import LawrulesError


class PeriodError(LawrulesError, ValueError):
    """A length of time that cannot be read, is empty, or does not fit the way it is used.

    `zh` and `en` hold the same sentence in both languages; `str()` gives both.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type[PeriodError], tuple[str, str]]:
        return type(self), (self.zh, self.en)


class CalendarError(LawrulesError, ValueError):
    """A day that the calendar does not reach, or a calendar file with faults.

    `zh` and `en` hold the same sentence in both languages; `str()` gives both.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type[CalendarError], tuple[str, str]]:
        return type(self), (self.zh, self.en)


class UnannouncedError(CalendarError):
    """The answer depends on a year whose arrangement has not been announced; `due` gives the interval instead.

    `year` is the first year whose notice is missing.
    """

    def __init__(self, zh: str, en: str, year: int) -> None:
        super().__init__(zh, en)
        self.year = year

    def __reduce__(self) -> tuple[type[UnannouncedError], tuple[str, str, int]]:  # type: ignore[override]
        return type(self), (self.zh, self.en, self.year)
