"""`dataclass`, as in the standard library, for a program that starts often: nothing is compiled before it is used.

The standard decorator writes and compiles some six methods for each class; for a hundred classes that is a third of the
time in which a command starts. Here the methods that only go through the fields are made without compiling, and
`__init__` is compiled when the first object of its class is. What a class promises is the same: frozen, slots,
equality, order, hash, `repr`, pickling, and what `dataclasses` does with objects (`replace`, `fields`, `asdict`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter, ge, gt, le, lt
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
_MISSING: Any = object()


class _Field:
    """What is known of a field besides its name. `kind` is its annotation."""

    __slots__ = ("compare", "default", "factory", "kind", "repr")

    def __init__(self, default: Any, factory: Any = _MISSING, compare: bool = True, repr: bool = True) -> None:
        self.default, self.factory, self.compare, self.repr, self.kind = default, factory, compare, repr, ""


def field(
    *, default: Any = _MISSING, default_factory: Any = _MISSING, compare: bool = True, repr: bool = True
) -> Any:
    """A field that needs more than a plain default."""
    return _Field(default, default_factory, compare, repr)


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False, unsafe_hash: bool = False
) -> Callable[[type[T]], type[T]]:
    """The class with the methods of a data class; the flags mean what they mean in the standard library."""

    def decorate(cls: type[T]) -> type[T]:
        written = dict(cls.__dict__)
        own = dict(_own_fields(written))
        inherited: Mapping[str, _Field] = getattr(cls, "__record_fields__", {})
        fields = {**inherited, **own}
        key = _key([name for name, f in fields.items() if f.compare])
        methods: dict[str, Any] = {"__init__": _first_init, "__repr__": _repr}
        if eq:
            methods |= _comparing(key, hashed=frozen or unsafe_hash)
        if order:
            methods |= {f"__{op.__name__}__": _ordered(op, key) for op in (lt, le, gt, ge)}
        if frozen:
            methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
            if slots:
                methods["__reduce__"] = _reducing(_key(list(fields)))
        written |= {name: method for name, method in methods.items() if name not in written}
        for name, f in own.items():
            written.pop(name, None)
            if not slots and f.default is not _MISSING:
                written[name] = f.default
        if slots:
            written["__slots__"] = tuple(name for name in own if name not in inherited)
        for name in ("__dict__", "__weakref__"):
            written.pop(name, None)
        written |= {
            "__qualname__": cls.__qualname__, "__match_args__": tuple(fields), "__record_fields__": fields,
            "__record_frozen__": frozen, "__dataclass_fields__": _Asked(_standard_fields),
            "__signature__": _Asked(_signature),
        }
        made: Any = type(cls)
        return made(cls.__name__, cls.__bases__, written)  # type: ignore[no-any-return]

    return decorate


def replace(record: T, /, **changes: Any) -> T:
    """A copy of the record with some fields changed."""
    kind: Any = type(record)
    return kind(**{name: changes.pop(name) if name in changes else getattr(record, name)  # type: ignore[no-any-return]
                   for name in kind.__record_fields__}, **changes)


def _own_fields(members: Mapping[str, Any]) -> Iterator[tuple[str, _Field]]:
    for name, kind in members.get("__annotations__", {}).items():
        if not kind.startswith("ClassVar"):
            default = members.get(name, _MISSING)
            made = default if isinstance(default, _Field) else _Field(default)
            made.kind = kind
            yield name, made


def _key(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the values of these fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda record: ()
    get = attrgetter(*names)
    return lambda record: (get(record),)


def _comparing(key: Callable[[Any], tuple[Any, ...]], *, hashed: bool) -> dict[str, Any]:
    def __eq__(self: Any, other: Any) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if hashed else None}


def _ordered(op: Callable[[Any, Any], bool], key: Callable[[Any], tuple[Any, ...]]) -> Any:
    return lambda self, other: op(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name, f in self.__record_fields__.items() if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse(_self: Any, name: str, *_: Any) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _reducing(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda self: (type(self), values(self))


def _first_init(self: Any, *args: Any, **given: Any) -> None:
    """Stands in until the first object is made, then gives way to the compiled method."""
    kind: Any = next(kind for kind in type(self).__mro__ if kind.__dict__.get("__init__") is _first_init)
    kind.__init__ = _compiled_init(kind)
    kind.__init__(self, *args, **given)


def _compiled_init(kind: Any) -> Any:
    head, body = ["self"], []
    scope: dict[str, Any] = {"_missing": _MISSING, "_set": object.__setattr__}
    for name, f in kind.__record_fields__.items():
        value = name
        if f.factory is not _MISSING:
            scope[f"_make_{name}"] = f.factory
            value = f"_make_{name}() if {name} is _missing else {name}"
        if f.default is not _MISSING:
            scope[f"_default_{name}"] = f.default
        head.append(name if f.default is f.factory is _MISSING else
                    f"{name}={'_missing' if f.default is _MISSING else f'_default_{name}'}")
        slot: Any = getattr(kind, name, None)
        if not kind.__record_frozen__:
            body.append(f"self.{name} = {value}")
        elif hasattr(slot, "__set__"):
            scope[f"_set_{name}"] = slot.__set__
            body.append(f"_set_{name}(self, {value})")
        else:
            body.append(f"_set(self, {name!r}, {value})")
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    exec(f"def __init__({', '.join(head)}):\n " + "\n ".join(body or ["pass"]), scope)
    made = scope["__init__"]
    made.__annotations__ = {name: f.kind for name, f in kind.__record_fields__.items()}
    return made


class _Asked:
    """An attribute of a class that is made when somebody asks for it, as tools that look at classes do."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make

    def __set_name__(self, _owner: Any, name: str) -> None:
        self._name = name

    def __get__(self, _record: Any, kind: Any) -> Any:
        made = self._make(kind)
        setattr(kind, self._name, made)
        return made


def _standard_fields(kind: Any) -> Any:
    """The fields as the standard library knows them, for its functions."""
    import dataclasses

    spec = [(name, f.kind, dataclasses.field(compare=f.compare, repr=f.repr))
            for name, f in kind.__record_fields__.items()]
    return vars(dataclasses.make_dataclass(kind.__name__, spec))["__dataclass_fields__"]


def _signature(kind: Any) -> Any:
    import inspect

    taken = inspect.signature(_compiled_init(kind))
    return taken.replace(parameters=list(taken.parameters.values())[1:])
