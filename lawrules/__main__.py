"""`python -m lawrules` is `lawrules`."""

from __future__ import annotations

import sys

from lawrules.cli import main

if __name__ == "__main__":
    sys.exit(main())
