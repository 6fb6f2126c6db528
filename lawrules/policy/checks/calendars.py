"""The local calendars that layers add exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lawrules.diagnostics import Diagnostic, nearest
from lawrules.policy.checks.places import fault
from lawrules.policy.find import built_in_folder

if TYPE_CHECKING:
    from lawrules.policy.composition import Composition


def check(c: Composition) -> Iterator[Diagnostic]:
    """LR317 unknown calendar."""
    for layer in c.layers:
        if not layer.calendars:
            continue
        folders = [root / "calendars" for root in (Path(layer.file).parent, built_in_folder())]
        known = {
            path.stem for folder in folders if folder.is_dir() for path in folder.iterdir()
            if path.suffix in (".yaml", ".yml")
        }
        document = c.documents.get(layer.id)
        for i, name in enumerate(layer.calendars):
            if name not in known:
                span = document.span(("calendars", i)) if document is not None else layer.span
                yield fault("LR317", span, word=name, nearest=nearest(name, known))
