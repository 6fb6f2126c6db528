"""What `lawrules --version` says: the package, which matcher works, how far the calendar reaches."""

from __future__ import annotations

from lawrules import __version__
from lawrules.cli.words import Words


def version_text(words: Words) -> str:
    """Three facts, a line each."""
    from lawrules.days import WorkCalendar
    from lawrules.engine import available

    lines = [f"lawrules {__version__}"]
    for name, why in available().items():
        state = words(f"不可用：{why}", f"not available: {why}") if why else words("可用", "available")
        lines.append(words(f"引擎 {name}：{state}", f"engine {name}: {state}"))
    until = WorkCalendar.china().announced_until.year
    reach = words(f"工作日日历：2007 至 {until} 年（已公布）", f"working-day calendar: 2007 to {until} (announced)")
    lines.append(reach)
    return "\n".join(lines)
