"""`lawrules schema`: JSON Schemas for editors and for those who read the output."""

from __future__ import annotations

import json

import click

from lawrules.cli.command import Command, option
from lawrules.cli.output import CLEAN
from lawrules.cli.words import Words
from lawrules.errors import UsageError


def command(words: Words) -> click.Command:
    return Command(
        words,
        "schema",
        run,
        about=(
            "输出 JSON Schema：策略文件（缺省）、案件文件，或者评估结果。",
            "Print a JSON Schema: of policy files (default), of case files, or of assessments.",
        ),
        params=[
            option(words, "--case", "case", is_flag=True, zh="案件文件和机关名册", en="case files and registers"),
            option(
                words,
                "--assessment",
                "assessment",
                is_flag=True,
                zh="evaluate 输出的评估结果",
                en="what evaluate prints",
            ),
            option(
                words,
                "--policy",
                metavar="POLICY",
                zh="案件里可写哪些事件，以这个策略的词汇为准（缺省：基本词汇）",
                en="whose vocabulary of events a case may use (default: the basic one)",
            ),
        ],
        examples=[
            ("lawrules schema > policy.schema.json", "策略文件，供编辑器提示和校验", "policy files, for editors"),
            (
                "lawrules schema --case --policy kunming",
                "昆明案件文件的全部事件和字段",
                "every event and field of a case",
            ),
            ("lawrules schema --assessment", "评估结果", "assessments"),
        ],
    )


def run(words: Words, case: bool, assessment: bool, policy: str | None) -> int:
    if case and assessment:
        raise UsageError("--case 和 --assessment 只能选一个", "choose one of --case and --assessment")
    if policy is not None and not case:
        raise UsageError("--policy 只用于 --case", "--policy goes with --case only")
    if case:
        from lawrules.cases.schema import case_schema
        from lawrules.cli.coverage import composed

        schema = case_schema(composed(policy or "vocabulary", words).vocabulary)
    elif assessment:
        from lawrules.cases.schema import assessment_schema

        schema = assessment_schema()
    else:
        from lawrules.policy.document import json_schema

        schema = json_schema()
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return CLEAN
