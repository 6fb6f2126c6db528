"""Reading a calendar file: plain YAML, every value as text, with the line on which each value stands.

Nothing but mappings, lists and texts is accepted: no anchors, no tags, no duplicate keys; `2027-01-01` stays text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lawrules.days.errors import CalendarError

MAX_BYTES = 1_000_000
_MAX_DEPTH = 12

Where = tuple[str, ...]
"""The keys and list positions that lead to a value."""


def read_yaml(path: Path) -> tuple[Any, dict[Where, int]]:
    """The content of `path` and the line of each value. Raises `CalendarError` for what is not such a file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CalendarError(f"日历文件过大：{path}", f"calendar file too large: {path}")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = error.strerror
        raise CalendarError(f"无法读取日历文件：{path}（{why}）", f"cannot read {path}: {why}") from None
    except UnicodeDecodeError:
        raise CalendarError(f"日历文件不是 UTF-8 文本：{path}", f"not UTF-8 text: {path}") from None
    return _parse(text, str(path))


def _parse(text: str, name: str) -> tuple[Any, dict[Where, int]]:
    import yaml  # here, because calendars without overlays need no YAML

    try:
        # Anchors are refused before anything is built, so that no alias can multiply.
        depth = 0
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            # Refused here and not when the nodes are built, because a scanner needs minutes for a very deep file.
            depth += type(token).__name__.endswith(("SequenceStartToken", "MappingStartToken"))
            depth -= type(token).__name__.endswith(("SequenceEndToken", "MappingEndToken", "BlockEndToken"))
            if depth > _MAX_DEPTH:
                raise _fault(name, token.start_mark.line, "嵌套过深", "nested too deeply")
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                raise _fault(name, token.start_mark.line, "不允许锚点、别名和标签", "no anchors, aliases or tags")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise _fault(name, line, f"不是有效的 YAML：{error.problem}", f"not valid YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError):
        raise _fault(name, 0, "不是有效的 YAML", "not valid YAML") from None
    lines: dict[Where, int] = {}

    def build(node: yaml.Node, where: Where) -> Any:
        lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise _fault(name, key.start_mark.line, "键必须是文字", "a key must be text")
                if key.value in result:
                    raise _fault(name, key.start_mark.line, f"重复的键 `{key.value}`", f"duplicate key `{key.value}`")
                result[key.value] = build(value, (*where, key.value))
            return result
        if isinstance(node, yaml.SequenceNode):
            return [build(item, (*where, str(i))) for i, item in enumerate(node.value)]
        # An empty value (`work:` with nothing after it) is an empty list or mapping to its author.
        value = str(node.value)
        return None if node.start_mark.index == node.end_mark.index or value == "~" else value

    return (None if root is None else build(root, ())), lines


def _fault(name: str, line: int, zh: str, en: str) -> CalendarError:
    return CalendarError(f"{name}:{line + 1}: {zh}", f"{name}:{line + 1}: {en}")
