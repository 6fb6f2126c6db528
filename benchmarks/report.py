"""From measurements to Markdown, to plots and to the page `docs/performance.md`."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.growth import Curve
from benchmarks.start import Start
from benchmarks.work import Table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
PLOTS = ROOT / "docs" / "performance"
BLUE, RED, GREY = "#1f5fa8", "#b3372f", "#8a8f98"


# ── Markdown


def table(data: Table) -> str:
    """A row for each engine, the fastest first after the yardstick."""
    rows = [
        "| | µs a case | cases a second | × hand-written | results compared | remarks |", "|---|--:|--:|--:|---|---|",
    ]
    timed = [line for line in data.lines if line.timed is not None]
    for line in [timed[0], *sorted(timed[1:], key=lambda one: one.timed.ratio if one.timed else 0)]:
        t = line.timed
        assert t is not None
        rows.append(
            f"| {line.name} | {_figure(t.micros)} | {_figure(1 / t.seconds)} | {_figure(t.ratio)} | {line.agrees} | "
            f"{line.note} |"
        )
    return "\n".join([*rows, "", *(f"{remark}\n" for remark in data.remarks)]).rstrip()


def curves(found: dict[str, Curve], first: str, scale: float = 1.0, unit: str = "") -> str:
    """The points of several curves side by side."""
    names = list(found)
    rows = [f"| {first} | {' | '.join(f'{name}{unit}' for name in names)} |", f"|--:{'|--:' * len(names)}|"]
    for i, (x, _) in enumerate(found[names[0]]):
        values = [_figure(found[n][i][1] * scale) if i < len(found[n]) else "" for n in names]
        rows.append(f"| {x:,.0f} | {' | '.join(values)} |")
    return "\n".join(rows)


def starts(rows: list[Start]) -> str:
    made = ["| | CPU ms | target |", "|---|--:|---|"]
    made += [f"| {row.name} | {row.millis:,.0f} | {row.target} |" for row in rows]
    return "\n".join(made)


def weights(rows: list[tuple[str, float]]) -> str:
    return "\n".join(["| | bytes |", "|---|--:|", *(f"| {name} | {_figure(size)} |" for name, size in rows)])


def profile(
    rows: list[tuple[str, str, float]], steps: list[tuple[str, float]], functions: list[tuple[str, float, int]]
) -> str:
    made = ["| step, with all that it calls | share |", "|---|--:|"]
    made += [f"| {words} | {share:.0%} |" for words, share in steps]
    made += ["", "| module | what it does | own share |", "|---|---|--:|"]
    made += [f"| `{home}` | {words} | {share:.0%} |" for home, words, share in rows]
    made += ["", "| function | own share | calls a case |", "|---|--:|--:|"]
    made += [f"| `{name}` | {share:.1%} | {calls} |" for name, share, calls in functions]
    return "\n".join(made)


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine(command: str) -> str:
    """What the figures were measured on, and how to measure them again."""
    model = platform.processor() or platform.machine()
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        found = re.search(r"model name\s*:\s*(.+)", text)
        model = found.group(1) if found else model
    except OSError:
        pass
    packages = ", ".join(f"{name} {version(name)}" for name in ("lawrules", "durable_rules", "holidays", "pydantic"))
    return "\n".join((
        f"- Machine: {model}, {os.cpu_count()} cores, shared with other work while this was measured; "
        f"{platform.system()}.",
        f"- Python {platform.python_version()} ({sys.implementation.name}); {packages}.",
        f"- Command: `{command}`.",
        "- Times are CPU time of the process, the least of several rounds; ratios are the median over rounds in which "
        "the yardstick ran right before the other.",
    ))


# ── the page


def write(sections: dict[str, str]) -> None:
    """Put each section between its markers on the page."""
    text = PAGE.read_text(encoding="utf-8")
    for name, body in sections.items():
        begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
        if begin not in text or end not in text:
            raise SystemExit(f"{PAGE.name} has no markers for {name}")
        head, rest = text.split(begin, 1)
        text = f"{head}{begin}\n{body}\n{end}{rest.split(end, 1)[1]}"
    PAGE.write_text(text, encoding="utf-8")


# ── plots


def _pyplot() -> object:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({
        "svg.hashsalt": "lawrules", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9,
        "axes.spines.top": False, "axes.spines.right": False,
        "figure.constrained_layout.use": True,
    })
    import matplotlib.pyplot as plt

    return plt


def plot_tables(tables: dict[str, Table]) -> None:
    """How many times the hand-written rules' time each engine takes, a panel for each table."""
    plt = _pyplot()
    sizes = [len(t.lines) for t in tables.values()]
    figure, axes = plt.subplots(  # type: ignore[attr-defined]
        len(tables), 1, figsize=(7.5, 0.28 * sum(sizes) + 1.2 * len(tables)), height_ratios=sizes, squeeze=False
    )
    for ax, (title, data) in zip(axes[:, 0], tables.items(), strict=True):
        lines = sorted((x for x in data.lines if x.timed is not None), key=lambda x: -x.timed.ratio)
        ratios = [x.timed.ratio for x in lines if x.timed is not None]
        colours = [
            BLUE if x.name.startswith("lawrules") else GREY if x.name.startswith(("hand", "of which")) else RED
            for x in lines
        ]
        ax.barh([x.name.replace("`", "") for x in lines], ratios, color=colours)
        ax.set_xscale("log")
        ax.set_xlim(left=min(0.3, *ratios) / 1.5, right=max(ratios) * 3)
        ax.axvline(1, color=GREY, linewidth=0.8)
        ax.set_title(title, loc="left")
        for i, ratio in enumerate(ratios):
            ax.text(ratio * 1.08, i, _figure(ratio), va="center", fontsize=7)
    axes[-1, 0].set_xlabel("CPU time, times that of hand-written Python (log)")
    _save(figure, "peers")


def plot_growth(events: dict[str, Curve], rules: dict[str, Curve], cases: dict[str, Curve]) -> None:
    """The three curves of growth."""
    plt = _pyplot()
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.1))  # type: ignore[attr-defined]
    for ax, found, title, x, y in (
        (axes[0], events, "events in one case", "events", "CPU seconds"),
        (axes[1], rules, "rules that nothing triggers", "rules", "µs a case"),
        (axes[2], cases, "cases one after another", "cases", "resident MiB"),
    ):
        for name, points in found.items():
            ax.plot(*zip(*points, strict=True), marker="o", markersize=3, label=name,
                    color=GREY if name == "hand-written" else BLUE if name.endswith("direct") else RED)
        ax.set_title(title, loc="left")
        ax.set_xlabel(x)
        ax.set_ylabel(y)
        ax.legend(frameon=False, fontsize=7)
    for axis in ("x", "y"):
        getattr(axes[0], f"set_{axis}scale")("log")
    axes[1].set_xscale("log")
    for ax in axes[1:]:
        ax.set_ylim(bottom=0)
    _save(figure, "growth")


def _save(figure: object, name: str) -> None:
    PLOTS.mkdir(parents=True, exist_ok=True)
    path = PLOTS / f"{name}.svg"
    figure.savefig(path, metadata={"Date": None})  # type: ignore[attr-defined]
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", encoding="utf-8")
