"""Imports run one way; heavy and fragile libraries have one importer each; modules are short and say what they are."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "lawrules"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [
    ".".join(("lawrules", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in MODULES
]

# Each folder may import what stands before it.
LAYERS = (
    ("records",),
    ("catalogue", "diagnostics", "errors"),
    ("days",),
    ("policy",),
    ("cases",),
    ("engine",),
    ("report",),
    ("facade",),
    ("scenario", "expectations", "coverage", "demands", "edges", "testing", "casegen", "daygen", "__init__"),
    ("cli",),
    ("__main__",),
)
RANK = {name: i for i, group in enumerate(LAYERS) for name in group}

# What a lower layer borrows from a higher one, inside a function, to show itself when asked: each with its reason.
LAZY = {
    ("cases", "report"): "a finding explains itself in sentences",
    ("diagnostics", "report"): "a diagnostic prints itself",
    ("errors", "report"): "an error prints its diagnostics",
}

SOLE_IMPORTERS = {
    "holidays": {"lawrules.days.china"},
    "durable_rules_engine": {"lawrules.engine.match_durable"},
}
ONLY_WITHIN = {
    "pydantic": ("lawrules.policy.", "lawrules.cases.schema"),
    "click": ("lawrules.cli.",),
    "hypothesis": ("lawrules.daygen", "lawrules.casegen"),
    "numpy": ("lawrules.days.",),
    "yaml": ("lawrules.policy.", "lawrules.days.", "lawrules.cli.", "lawrules.cases."),
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> list[tuple[str, bool]]:
    """Every imported module, and whether it is imported when the module is (outside functions and TYPE_CHECKING)."""
    found: list[tuple[str, bool]] = []

    def visit(node: ast.AST, at_once: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            names = [node.module or ""]
            if node.module == "lawrules":
                names = [f"lawrules.{alias.name}" for alias in node.names]
            found.extend((name, at_once) for name in names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            return
        inner = at_once and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            visit(child, inner)

    visit(tree(path), True)
    return found


def folder_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_nothing_imports_upward(path: Path) -> None:
    own = NAMES[MODULES.index(path)]
    mine = folder_of(own)
    assert mine in RANK, f"{mine} has no place in the table of layers"
    for name, at_once in imports(path):
        if not name.startswith("lawrules"):
            continue
        theirs = folder_of(name)
        if theirs not in RANK:  # a public name of the package itself
            continue
        if not at_once and (mine, theirs) in LAZY:
            continue
        assert RANK[theirs] <= RANK[mine], f"{own} imports {name}"


@pytest.mark.parametrize("library", SOLE_IMPORTERS)
def test_a_library_with_one_importer_is_imported_there_alone(library: str) -> None:
    importers = {
        name
        for name, path in zip(NAMES, MODULES, strict=True)
        if any(imported.split(".")[0] == library for imported, _ in imports(path))
    }
    assert importers == SOLE_IMPORTERS[library]


@pytest.mark.parametrize("library", ONLY_WITHIN)
def test_a_library_stays_within_its_folders(library: str) -> None:
    for name, path in zip(NAMES, MODULES, strict=True):
        if any(imported.split(".")[0] == library for imported, _ in imports(path)):
            assert f"{name}.".startswith(ONLY_WITHIN[library]), f"{name} imports {library}"


def test_nobody_drives_durable_rules_through_its_host() -> None:
    for path in MODULES:
        assert not [name for name, _ in imports(path) if name.split(".")[0] == "durable"]


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "holidays", "numpy", "click", "yaml", "hypothesis", "durable_rules_engine")
    program = f"import sys, lawrules; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert done.stdout.strip() == "[]"


def test_loading_a_policy_needs_no_pydantic() -> None:
    program = "import sys, lawrules; lawrules.load('national'); print('pydantic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PACKAGE.parent,
        env={**os.environ, "LAWRULES_CACHE": ""},
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_module_says_what_it_is(path: Path) -> None:
    # An empty `__init__` only marks a folder.
    assert path.read_text(encoding="utf-8") == "" or ast.get_docstring(tree(path))


# Longer modules, each with the reason why it is still one idea.
LONG = {"lawrules.policy.conditions": "conditions and patterns hold each other"}
MOST = 450


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_module_is_longer_than_one_idea(path: Path) -> None:
    name = NAMES[MODULES.index(path)]
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= (520 if name in LONG else MOST)
