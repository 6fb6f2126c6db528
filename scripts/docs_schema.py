"""Writes docs/policy.schema.json from the models of a policy file: `python scripts/docs_schema.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lawrules.policy.document import json_schema

FILE = Path(__file__).resolve().parent.parent / "docs" / "policy.schema.json"


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    sys.exit(0)
