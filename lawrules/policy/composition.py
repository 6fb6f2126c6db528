"""A composition: a policy with all layers above it, as everything behind the reading of files sees it.

Made by `lawrules.policy.compose`, or read from a kept copy (`lawrules.policy.cache`) without any of the modules that
read files.
"""

from __future__ import annotations

from collections.abc import Mapping

from lawrules.policy.model import Clause, Layer, ParameterDef, Rule, Source
from lawrules.policy.read import Document
from lawrules.policy.vocabulary import Vocabulary
from lawrules.records import dataclass, field


@dataclass(frozen=True)
class Composition:
    """A policy with all layers above it. Rules are keyed by full id (`layer/id`); layers stand uppermost first."""

    id: str
    layers: tuple[Layer, ...]
    vocabulary: Vocabulary
    rules: Mapping[str, Rule]
    parameters: Mapping[str, tuple[ParameterDef, ...]]
    sources: Mapping[str, Source]
    clauses: Mapping[str, Clause]
    overridden: Mapping[str, str]
    restated: Mapping[str, str]
    fingerprint: str
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)

    @property
    def target(self) -> Layer:
        return self.layers[-1]

    def layer(self, id: str) -> Layer:
        return next(layer for layer in self.layers if layer.id == id)

    def find(self, ref: str, layer: str = "") -> Rule | None:
        """The rule named `layer/id`, or the one called `ref` (in `layer` first, then from the lowest layer up)."""
        if "/" in ref:
            return self.rules.get(ref)
        for name in (layer, *(entry.id for entry in reversed(self.layers))):
            rule = self.rules.get(f"{name}/{ref}")
            if rule is not None:
                return rule
        return None
