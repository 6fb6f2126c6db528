"""The register of a policy: which rules its clauses must have, written down by whoever read the instrument.

A policy `kunming.yaml` has its register in `registers/kunming.yaml` beside it, or none. The register is kept apart from
the policy, so that a rule that is taken out by mistake is missed even where another rule cites the same clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.composition import Composition
from lawrules.policy.read import MAX_POLICY_BYTES, Document, read_file

FOLDER = "registers"


def register_of(policy: Path) -> Path | None:
    """The register beside the policy file, or None where there is none."""
    path = policy.parent / FOLDER / f"{policy.stem}.yaml"
    return path if path.is_file() else None


def check_register(path: Path, c: Composition | None) -> list[Diagnostic]:
    """LR323 a registered rule that the policy's own layer lacks; LR324 and the reader's faults: no sound register.

    Without a composition only the register's own form is looked at.
    """
    reading = read_file(path, limit=MAX_POLICY_BYTES)
    found = list(reading.faults)
    for document in reading.documents:
        wrong = list(_form(document, path.stem))
        found += wrong or (() if c is None else _missing(document, c))
    return found


def _form(document: Document, policy: str) -> Iterator[Diagnostic]:
    value = document.value
    if not isinstance(value, dict) or set(value) != {"register", "rules"} or value["register"] != policy:
        yield Diagnostic("LR324", document.span(()), {"word": policy})
    elif not isinstance(value["rules"], dict):
        yield Diagnostic("LR324", document.span(("rules",)), {"word": policy})
    else:
        for rule, clauses in value["rules"].items():
            if not isinstance(clauses, list) or not clauses or not all(isinstance(id, str) for id in clauses):
                yield Diagnostic("LR324", document.span(("rules", rule)), {"word": policy})


def _missing(document: Document, c: Composition) -> Iterator[Diagnostic]:
    written = {rule.id: rule for rule in c.target.rules}
    for id, clauses in document.value["rules"].items():
        lost = clauses if id not in written else [name for name in clauses if name not in written[id].basis]
        if lost:
            yield Diagnostic("LR323", document.span(("rules", id), key=True), {
                "word": id, "basis": lost, "policy": c.id, "nearest": None if id in written else nearest(id, written)})
