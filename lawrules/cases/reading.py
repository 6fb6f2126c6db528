"""The quick way into normal form: what events and profiles say, read field by field without explaining anything.

A quick reader gives what the checkers of `lawrules.cases.fields` give, or None: there is a field that does not belong
here, or a value that does not fit. The slow way then reads the same again, and says what is wrong.

Values are told apart by their Python type. Of `{"procedure": "ordinary", "emergency": False, "penalty_kinds": ["fine"],
"amount": 20000}` the first is found in the table of the words that its field may have, and the second is as it should
be; only the others need a call. Lists of words, dates, times and amounts in text come again and again: their normal
forms are remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from lawrules.cases.fields import BAD, Checker, checker
from lawrules.policy.vocabulary import Field, Vocabulary

QuickReader: TypeAlias = Callable[[Any], dict[str, Any] | None]
"""Takes a decoded mapping of fields; gives the normal form without the nulls, or None for one to be read slowly."""

# Bounds for what is remembered of one field, so that a process may run for years on ever other values. A choice of
# words, all of them said, has some hundred characters.
_MOST = 4_000
_LONGEST = 400

# Texts of these kinds cost something to read, and are short where they can be read at all.
_REMEMBERED = frozenset(("date", "datetime", "decimal"))


class QuickReaders:
    """The quick readers of one vocabulary, each made when it is first asked for. Threads may share them.

    `types[type]` reads the data of such events (`KeyError` for a type that is not known), `profiles[name]` a profile of
    that kind, `case` the facts of the case, which are told in the words of any event. `fields` holds the tables of each
    field of events.
    """

    __slots__ = ("case", "fields", "profiles", "types", "vocabulary")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        items = vocabulary.profiles.get("item", {})
        known = _Made(lambda name: _Tables(vocabulary.fields[name], items))

        def of_type(type: str) -> QuickReader:
            names = vocabulary.types[type].fields & vocabulary.fields.keys()
            return quick_reader({name: known[name] for name in names})

        def of_profile(name: str) -> QuickReader:
            fields = vocabulary.profiles.get(name, {})
            return quick_reader({name: _Tables(field, items) for name, field in fields.items()})

        self.fields: Mapping[str, _Tables] = known
        self.types: Mapping[str, QuickReader] = _Made(of_type)
        self.profiles: Mapping[str, QuickReader] = _Made(of_profile)
        self.case: QuickReader = quick_reader(known)


def quick_reader(fields: Mapping[str, _Tables]) -> QuickReader:
    """The quick reader of mappings that may have these fields."""

    def read(said: Any) -> dict[str, Any] | None:
        normal = {}
        try:
            for name, value in said.items():
                field = fields[name]
                if type(value) is str:
                    texts = field.texts
                    normal[name] = value if texts is None else texts[value]
                elif value is True or value is False:
                    if not field.flag:
                        return None
                    normal[name] = value
                elif value is not None:
                    checked = field.check(value)
                    if checked is BAD:
                        return None
                    normal[name] = checked
        except (KeyError, TypeError, AttributeError, ValueError):
            return None
        return normal

    return read


class _Tables:
    """What a quick reader needs of one field.

    `texts`: normal forms by text; None where every text is its own. `flag`: whether true and false fit. `check`: for
    everything else.
    """

    __slots__ = ("check", "flag", "texts")

    def __init__(self, field: Field, items: Mapping[str, Field]) -> None:
        kind = field.type
        entry = {name: checker(f) for name, f in items.items()} if kind == "items" else None
        check = checker(field, entry)
        self.check: Checker = _remembering(check) if kind in ("set", "refs") else check
        self.flag = kind == "bool"
        self.texts: Mapping[str, Any] | None
        if kind == "string" or (kind == "enum" and field.open):
            self.texts = None
        elif kind == "enum":
            self.texts = {choice: choice for choice in field.choices}
        else:
            self.texts = _Texts(check, kind in _REMEMBERED)


def _remembering(check: Checker) -> Checker:
    """The same checker; short lists of plain texts are checked once."""
    known: dict[tuple[str, ...], Any] = {}

    def read(value: Any) -> Any:
        if type(value) is not list:
            return check(value)
        words = tuple(value)
        for word in words:
            if type(word) is not str:
                return check(value)
        normal = known.get(words)
        if normal is None:
            normal = check(value)
            if normal is not BAD and len(words) + sum(map(len, words)) <= _LONGEST:
                if len(known) >= _MOST:
                    known.clear()
                known[words] = normal
        return normal

    return read


class _Texts(dict[str, Any]):
    """Normal forms by text. What is not among them is checked, and a `KeyError` if it does not fit."""

    __slots__ = ("_check", "_remember")

    def __init__(self, check: Checker, remember: bool) -> None:
        super().__init__()
        self._check = check
        self._remember = remember

    def __missing__(self, text: str) -> Any:
        normal = self._check(text)
        if normal is BAD:
            raise KeyError(text)
        if self._remember:
            if len(self) >= _MOST:
                self.clear()
            self[text] = normal
        return normal


class _Made(dict[str, Any]):
    """What is made for a name when it is first asked for."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Any:
        made = self[name] = self._make(name)
        return made
