"""Lengths of time as the law writes them, and their two text forms.

A `Period` is a count and a unit and nothing else: which day is day 1, which days are skipped and where the end rolls
is decided in `due.py`. Natural days, working days, months and hours are separate units because no number of one
equals a number of another.
"""

from __future__ import annotations

import enum
import functools
import re
import unicodedata

from lawrules.days.errors import PeriodError
from lawrules.records import dataclass


class Unit(enum.Enum):
    """What is counted. The last three carry no number."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same_day"
    PROMPTLY = "promptly"
    IMMEDIATELY = "immediately"


_PROMPTLY, _IMMEDIATELY, _HOUR, _MINUTE = Unit.PROMPTLY, Unit.IMMEDIATELY, Unit.HOUR, Unit.MINUTE

# Longest meaningful term per unit: a hundred years. The longest that the encoded acts know is 20 years
# (administrative litigation over immovables), so anything beyond is a slip of the pen, not a term.
_LONGEST = {
    Unit.MINUTE: 52_596_000,
    Unit.HOUR: 876_600,
    Unit.DAY: 36_525,
    Unit.WORKING_DAY: 25_000,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
}

_ZH = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}
_EN = {
    Unit.MINUTE: "minute",
    Unit.HOUR: "hour",
    Unit.DAY: "day",
    Unit.WORKING_DAY: "working day",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
_WORDS_ZH = {Unit.SAME_DAY: "当日", Unit.PROMPTLY: "及时", Unit.IMMEDIATELY: "立即"}
_WORDS_EN = {Unit.SAME_DAY: "same day", Unit.PROMPTLY: "promptly", Unit.IMMEDIATELY: "immediately"}

# "3月" is March and "10号" is a date, so neither is a length of time.
_UNIT_WORDS = {
    "分钟": Unit.MINUTE,
    "小时": Unit.HOUR,
    "个小时": Unit.HOUR,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "个工作日": Unit.WORKING_DAY,
    "工作日": Unit.WORKING_DAY,
    "个月": Unit.MONTH,
    "年": Unit.YEAR,
} | {word + plural: unit for unit, word in _EN.items() for plural in ("", "s")}
_OPEN_WORDS = {"当天": Unit.SAME_DAY} | {word: unit for unit, word in (*_WORDS_ZH.items(), *_WORDS_EN.items())}

_FORM = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?) ?([^0-9].*)")
_HAN_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+")
_HAN_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_FORMS_ZH = "`24小时`、`30日`、`7个工作日`、`3个月`、`2年`、`30分钟`、`当日`、`及时`、`立即`"
_FORMS_EN = (
    "`24 hours`, `30 days`, `7 working days`, `3 months`, `2 years`, `30 minutes`, "
    "`same day`, `promptly`, `immediately`"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: `count` units; `count` is 0 for `SAME_DAY`, `PROMPTLY` and `IMMEDIATELY`.

    Raises `PeriodError` for an empty, negative or absurdly long period (more than a hundred years).
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        longest = _LONGEST.get(self.unit)
        if isinstance(self.count, bool) or not isinstance(self.count, int):
            raise _not_whole(self.count)
        if longest is None:
            if self.count != 0:
                raise PeriodError(f"`{self.text()}`不带数字", f"`{self.text('en')}` takes no number")
        elif self.count <= 0:
            raise PeriodError(
                f"期限为空：`{self.count}{_ZH[self.unit]}`，数字必须大于 0；当天完成请写 `当日`",
                f"empty period: `{self.count} {_EN[self.unit]}s`; the number must be above 0, or write `same day`",
            )
        elif self.count > longest:
            raise PeriodError(
                f"期限过长：`{self.count}{_ZH[self.unit]}`，最多 {longest}",
                f"period too long: `{self.count} {_EN[self.unit]}s`; at most {longest}",
            )

    @staticmethod
    def parse(text: str) -> Period:
        """Read `7 working days`, `7个工作日`, `24小时`, `same day`, … (`days`/`日`/`天` are natural days).

        Raises `PeriodError` with a sentence in Chinese and English that names the nearest valid form.
        """
        if isinstance(text, str):
            return _parse(text)
        raise PeriodError(f"期限必须是文字：`{text!r}`", f"a period must be text: `{text!r}`")

    @property
    def is_open(self) -> bool:
        """Whether the law gives no number (`promptly`, `immediately`): such a duty is never overdue."""
        return self.unit is _PROMPTLY or self.unit is _IMMEDIATELY

    @property
    def is_moment(self) -> bool:
        """Whether the period runs from a moment (minutes, hours) and not from a day."""
        return self.unit is _HOUR or self.unit is _MINUTE

    def text(self, lang: str = "zh") -> str:
        """The period in words that `parse` reads back, in Chinese (`zh`) or English (`en`)."""
        words = _WORDS_EN if lang == "en" else _WORDS_ZH
        if self.unit in words:
            return words[self.unit]
        if lang == "en":
            return f"{self.count} {_EN[self.unit]}{'' if self.count == 1 else 's'}"
        return f"{self.count}{_ZH[self.unit]}"

    def __str__(self) -> str:
        return self.text()


def _not_whole(number: object) -> PeriodError:
    return PeriodError(f"期限的数字必须是整数：`{number}`", f"the number of a period must be whole: `{number}`")


@functools.lru_cache(maxsize=512)
def _parse(text: str) -> Period:
    # NFKC turns full-width digits into ASCII; an author's stray blanks carry no meaning.
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).lower()
    if plain in _OPEN_WORDS:
        return Period(0, _OPEN_WORDS[plain])
    match = _FORM.fullmatch(plain)
    if match is not None:
        number, word = match.groups()
        unit = _UNIT_WORDS.get(word)
        if unit is not None:
            if "." in number:
                raise _not_whole(text)
            return Period(int(number[:12]), unit)
    near = _nearest(plain)
    if plain.isdecimal():
        # Which unit is meant is a question of law, so that none is put first as the likely one.
        hint_zh, hint_en = "缺少单位，例如写明是日还是个工作日。", "The unit is missing: days or working days? "
    else:
        hint_zh, hint_en = (f"是否应为 `{near}`？", f"Did you mean `{near}`? ") if near else ("", "")
    raise PeriodError(
        f"无法识别 `{text}`。{hint_zh}可用的写法：{_FORMS_ZH}",
        f"cannot read `{text}`. {hint_en}The forms are {_FORMS_EN}",
    )


def _nearest(plain: str) -> str | None:
    """The valid form closest to what was written, or None when nothing is close."""
    # Whoever makes no slip does without this import.
    import difflib

    han = _HAN_NUMBER.match(plain)
    if han is not None:
        plain = f"{_han_number(han.group())}{plain[han.end() :]}"
    number = re.match(r"[0-9]+", plain)
    if number is None:
        close = difflib.get_close_matches(plain, _OPEN_WORDS)
        return close[0] if close else None
    if len(number.group()) > 8:
        # No unit admits as many; a hint would only repeat the slip.
        return None
    # Without 个, which would make 个周 look like 个月.
    rest = plain[number.end() :].strip(" -_").removeprefix("个")
    short = {"h": "hours", "wd": "working days", "m": "months", "y": "years"}
    if rest.startswith(("business", "work")) or "工作" in rest:
        word = "working days" if rest.isascii() else "个工作日"
    elif rest in short:
        word = short[rest]
    elif rest.removesuffix("s") in ("calendar day", "natural day"):
        word = "days"
    else:
        close = difflib.get_close_matches(rest, _UNIT_WORDS, cutoff=0.5)
        if not close:
            return None
        word = close[0]
    count = int(number.group())
    if count == 0:
        return None
    if not word.isascii():
        return f"{count}{word}"
    return f"{count} {word.removesuffix('s')}{'' if count == 1 else 's'}"


def _han_number(text: str) -> int:
    """The value of a Chinese numeral below a thousand, as the statutes write their terms (三十, 一百八十)."""
    total, digit = 0, 0
    for char in text:
        scale = {"十": 10, "百": 100}.get(char)
        if scale is None:
            digit = _HAN_DIGITS[char]
        else:
            total += (digit or 1) * scale
            digit = 0
    return total + digit
