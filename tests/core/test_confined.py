"""What looks into files of strangers stands alone, and runs only in processes of its own."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFINED = sorted((ROOT / "core" / "confined").glob("*.py"))
OTHERS = [path for path in (ROOT / "core").rglob("*.py") if path not in CONFINED]


def imported_by(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module for node in tree if isinstance(node, ast.ImportFrom)}


def test_it_needs_the_reader_of_cells_and_nothing_of_the_portal():
    modules = {module for path in CONFINED for module in imported_by(path)}
    foreign = {module for module in modules if module.split(".")[0] not in sys.stdlib_module_names}
    assert {module for module in foreign if not module.startswith("core.confined")} == {"python_calamine"}


def test_the_portal_never_imports_it():
    assert [path for path in OTHERS if any(m.startswith("core.confined") for m in imported_by(path))] == []
