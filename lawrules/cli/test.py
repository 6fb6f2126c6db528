"""`lawrules test`: the scenarios beside the policies."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from lawrules.cli.command import Command, argument, choice, option
from lawrules.cli.files import named_paths
from lawrules.cli.output import BREACHES, CLEAN, POLICY, USAGE, gravest, warn
from lawrules.cli.words import Words
from lawrules.errors import PolicyError, UsageError

if TYPE_CHECKING:
    from lawrules.coverage import Coverage
    from lawrules.demands import Demand
    from lawrules.facade import Policy
    from lawrules.scenario import Result


    Reach: TypeAlias = Mapping[str, tuple[Coverage, Mapping[str, Demand]]]
    """What the scenarios of each policy reach, and what they should show of each rule."""


def command(words: Words) -> click.Command:
    return Command(
        words,
        "test",
        run,
        about=(
            "运行场景测试：每个场景写明案情和应有的结论，逐项核对。",
            "Run the scenarios: each tells a case and what should be found in it.",
        ),
        arguments=[
            (
                "PATH",
                "场景文件或文件夹；缺省为 policies/scenarios，没有则为自带的场景",
                "scenario files or folders; default: policies/scenarios, else the built-in ones",
            )
        ],
        params=[
            argument("paths", "[PATH...]", required=False, many=True),
            option(
                words,
                "-k",
                "only",
                metavar="TEXT",
                zh="只运行标题含有 TEXT 的场景",
                en="only scenarios whose title holds TEXT",
            ),
            option(
                words,
                "--coverage",
                "covered",
                is_flag=True,
                zh="列出没有场景触及的规则和条款，以及每条规则还缺哪些场景",
                en="list the rules and clauses that no scenario reaches, and what no scenario shows of each rule",
            ),
            option(words, "--engine", type=choice("durable", "direct"), zh="用哪个匹配引擎", en="which matcher"),
            option(words, "--format", type=choice("text", "json"), default="text", zh="输出格式", en="output format"),
        ],
        examples=[
            ("lawrules test", "全部场景", "all scenarios"),
            ("lawrules test policies/scenarios/kunming --coverage", "昆明的场景及其覆盖", "Kunming's, with coverage"),
            ("lawrules test -k 国庆", "标题里有“国庆”的场景", "scenarios with 国庆 in the title"),
        ],
        notes=(
            "退出码：0 全部通过，1 有场景不符，3 场景或策略文件有误。",
            "Exit codes: 0 all passed, 1 some failed, 3 a scenario or policy file is invalid.",
        ),
    )


def run(words: Words, paths: tuple[str, ...], only: str | None, covered: bool, engine: str | None, format: str) -> int:
    from lawrules.coverage import coverage, tried
    from lawrules.demands import demands
    from lawrules.scenario import check_scenarios, load_scenarios
    from lawrules.scenario import run as run_scenario

    roots = [_scenarios_of(path) for path in named_paths(paths, words, inside="scenarios")]
    files, faults = load_scenarios(roots)
    codes = [CLEAN]
    if not files and not faults:
        raise UsageError(words(f"没有找到场景：{_shown(roots)}", f"no scenarios found in {_shown(roots)}"))
    every: list[Result] = []
    held: dict[str, list[Result]] = defaultdict(list)
    policies: dict[str, Policy] = {}
    for file in files:
        try:
            policy = _policy(file.policy, Path(file.file).parent, engine, policies)
        except PolicyError as error:
            warn(error.text(words.messages))
            codes.append(POLICY)
            continue
        faults.extend(check_scenarios(file, policy.composition))
        ran = [run_scenario(scenario, policy) for scenario in file.scenarios if only is None or only in scenario.title]
        every += ran
        if covered and ran:
            name = tried(policy.composition)
            _policy(name, Path(file.file).parent, engine, policies)
            held[name] += ran
    if faults:
        warn("\n".join(fault.text(words.messages) for fault in faults))
        codes.append(POLICY)
    if not every and only is not None:
        warn(words(f"没有标题含有“{only}”的场景", f"no scenario title holds {only!r}"))
        codes.append(USAGE)
    if not all(result.passed for result in every):
        codes.append(BREACHES)
    reach: Reach = {
        name: (coverage(ran, policies[name]), demands(ran, policies[name])) for name, ran in held.items()
    }
    if format == "json":
        click.echo(json.dumps(_plain(every, reach, words.findings), ensure_ascii=False, indent=2))
    else:
        _print(every, reach, words)
    return gravest(codes)


def _scenarios_of(path: Path) -> Path:
    """The scenarios of a policy that was named by its file: `policies/kunming.yaml` → `policies/scenarios/kunming`."""
    beside = path.parent / "scenarios" / path.stem
    return beside if path.is_file() and beside.is_dir() else path


def _policy(name: str, beside: Path, engine: str | None, policies: dict[str, Policy]) -> Policy:
    from lawrules import load
    from lawrules.policy.find import find

    if name not in policies:
        path = find(name, beside)
        policies[name] = load(str(path) if path is not None else name, engine=engine)
    return policies[name]


def _shown(paths: list[Path]) -> str:
    return ", ".join(map(str, paths))


def _print(results: list[Result], reach: Reach, words: Words) -> None:
    by_file: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_file[result.scenario.span.file].append(result)
    for file, held in by_file.items():
        passed = sum(result.passed for result in held)
        mark = click.style("✓", fg="green") if passed == len(held) else click.style("✗", fg="red")
        click.echo(f"{mark} {file}  {passed}/{len(held)}")
        for result in held:
            if not result.passed:
                click.echo("\n".join(f"  {line}" for line in result.text(words.findings).splitlines()))
    for name, (found, wanted) in reach.items():
        click.echo("\n".join(["", *_coverage_lines(name, found, words), *_demand_lines(wanted, words)]))
    passed = sum(result.passed for result in results)
    click.echo()
    failed = len(results) - passed
    click.echo(
        words(
            f"{len(results)} 个场景，{passed} 个通过，{failed} 个不符。",
            f"{len(results)} scenario{'' if len(results) == 1 else 's'}: {passed} passed, {failed} failed.",
        )
    )


def _coverage_lines(name: str, found: Coverage, words: Words) -> list[str]:
    rules, clauses = len(found.rules), len(found.clauses)
    hit, cited = rules - len(found.unreached), clauses - len(found.unreached_clauses)
    verdicts: dict[str, int] = defaultdict(int)
    for by in found.verdicts.values():
        for verdict, count in by.items():
            verdicts[verdict] += count
    lines = [
        words(f"覆盖 {name}：", f"coverage of {name}:"),
        words(f"  规则 {hit}/{rules}（{_percent(hit, rules)}），", f"  rules {hit}/{rules} ({_percent(hit, rules)}), ")
        + words(f"有期望的 {len(found.asserted)}", f"asserted {len(found.asserted)}"),
        words(
            f"  条款 {cited}/{clauses}（{_percent(cited, clauses)}）",
            f"  clauses {cited}/{clauses} ({_percent(cited, clauses)})",
        ),
        words("  结论：", "  verdicts: ") + ", ".join(f"{k} {v}" for k, v in sorted(verdicts.items())),
    ]
    if found.unreached:
        lines.append(words("  没有触及的规则：", "  rules not reached:"))
        lines += [f"    {rule}" for rule in found.unreached]
    if found.unreached_clauses:
        lines.append(words("  没有触及的条款：", "  clauses not reached:"))
        lines.append("    " + ", ".join(found.unreached_clauses))
    return lines


_DEMANDS = {
    "met": ("有满足的", "没有场景满足", "met", "no scenario satisfies"),
    "unmet": ("有未满足的", "没有场景显示未满足", "unmet", "no scenario shows unmet"),
    "day_before": ("末日前一日", "没有末日前一日完成的", "day before", "none is answered the day before it is due"),
    "due_day": ("末日", "没有末日完成的", "due day", "none is answered on the due day"),
    "day_after": ("次日", "没有次日完成或逾期的", "day after", "none is late, or overdue, the day after"),
    "make_up_day": ("跨调休上班日", "没有跨调休上班日的", "make-up day", "no count crosses a make-up working day"),
    "excluded": ("不计入期限", "没有期间不计入的", "excluded days", "no span is excluded"),
    "extended": ("延长", "没有延长的", "extension", "no term is extended"),
    "released": ("解除", "没有解除的", "released", "no duty is released"),
    "waived": ("豁免", "没有这项豁免的", "waived", "no finding is waived by"),
}
"""How each demand is called in the line of counts, and what its list of rules is headed by: Chinese, English."""


def _demand_lines(wanted: Mapping[str, Demand], words: Words) -> list[str]:
    from lawrules.demands import both_sides

    counts = ", ".join(
        words(f"{_DEMANDS[name][0]} {d.shown}/{d.of}", f"{_DEMANDS[name][2]} {d.shown}/{d.of}")
        for name, d in wanted.items() if d.of
    )
    both, rules = both_sides(wanted), wanted["met"].of
    lines = [
        words("  有期望的：", "  asserted: ") + counts,
        words(f"  正反两面都有的规则 {both}/{rules}", f"  rules with both sides {both}/{rules}"),
    ]
    for name, d in wanted.items():
        if d.lacking:
            lines.append(words(f"  {_DEMANDS[name][1]}：", f"  {_DEMANDS[name][3]}:"))
            lines += [f"    {about}" for about in d.lacking]
    return lines


def _percent(part: int, whole: int) -> str:
    # Rounded down: 100 % means all.
    return f"{100 * part // whole if whole else 100}%"


def _plain(results: list[Result], reach: Reach, lang: str) -> dict[str, Any]:
    return {
        "scenarios": [
            {
                "title": r.scenario.title,
                "policy": r.scenario.policy,
                "file": r.scenario.span.file,
                "line": r.scenario.span.line,
                "passed": r.passed,
                "differences": [d.text(lang) for d in r.differences],
            }
            for r in results
        ],
        "coverage": {
            name: {
                "rules": len(c.rules),
                "unreached": list(c.unreached),
                "asserted": sorted(c.asserted),
                "verdicts": {rule: dict(by) for rule, by in c.verdicts.items()},
                "clauses": len(c.clauses),
                "unreached_clauses": list(c.unreached_clauses),
                "demands": {
                    demand: {"of": d.of, "shown": d.shown, "lacking": list(d.lacking)} for demand, d in wanted.items()
                },
            }
            for name, (c, wanted) in reach.items()
        },
    }
