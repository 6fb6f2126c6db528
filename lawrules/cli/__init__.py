"""The command line: arguments in, calls of the library, text out; a file per command.

Exit codes: 0 clean, 1 breaches or failing scenarios, 2 bad usage, 3 invalid policy, 4 invalid case data; when several
apply the order is 2, 3, 4, 1, 0. A closed pipe ends quietly, Ctrl-C with 130.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with `args` (default: those of the process) and return its exit code."""
    # What is made while a command starts stays until its end: looking for garbage so early would be in vain.
    gc.set_threshold(100_000)
    try:
        from lawrules.cli.app import run

        code = run(list(sys.argv[1:] if args is None else args))
        sys.stdout.flush()
        if args is None:
            # The process ends: the search for garbage on its way out would cost more than a small command.
            gc.freeze()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # What is still buffered has no reader; without this the interpreter complains about it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code
