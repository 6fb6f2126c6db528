"""The few lines that say how a case stands: counts, breaches, the next due date."""

from __future__ import annotations

from lawrules.cases.assessment import Assessment
from lawrules.report.groups import counts

_COUNTED = (
    ("advisories", "未按建议办理{}项", "{} recommendations not followed"),
    ("party", "当事人、法院逾期{}项", "{} overdue for the party or the court"),
    ("undetermined", "无法判断{}项", "{} undetermined"),
    ("pending", "待履行{}项", "{} still to be done"),
    ("satisfied", "已履行{}项", "{} satisfied"),
    ("waived", "免除、解除{}项", "{} waived or released"),
)


def headline(assessment: Assessment, title: str, lang: str) -> tuple[str, str]:
    """Whom it is about, and by which policy as of when."""
    zh = lang == "zh"
    who = assessment.case or assessment.agency or ("（未写案号）" if zh else "(no case id)")
    policy = f"{title}（{assessment.policy}）" if title and zh else assessment.policy
    return who, f"{policy}  {'截至' if zh else 'as of'} {assessment.as_of}"


def summary(assessment: Assessment, lang: str) -> list[str]:
    """Counts, breaches and the next due date, a line each."""
    zh = lang == "zh"
    n = counts(assessment)
    n["pending"] = n["dated"] + n["standing"]
    broken = n["breaches"]
    parts = [f"违反义务{broken}项" if zh else f"{broken} breach{'' if broken == 1 else 'es'}"]
    for key, said_zh, said_en in _COUNTED:
        if n[key]:
            # "1 recommendation", the only noun among them
            said_en = said_en.replace("recommendations", "recommendation") if n[key] == 1 else said_en
            parts.append((said_zh if zh else said_en).format(n[key]))
    lines = [("，" if zh else ", ").join(parts) + ("。" if zh else ".")]
    following = assessment.next_due
    if following is not None:
        trigger = following.trigger.id if following.trigger is not None else ""
        if zh:
            lines.append(f"最近到期：{following.due}  {following.title}" + (f"（{trigger}）" if trigger else ""))
        else:
            lines.append(f"Next due: {following.due}  {following.rule}" + (f" ({trigger})" if trigger else ""))
    return lines
