"""How long functions and files are; fails where one is too long to be read at once."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 60
LONGEST_FILE = {"src": 500, "tools": 500, "tests": 600}


def main() -> int:
    """Print the sizes, and each file or function that is too long."""
    faults = []
    for folder, longest in LONGEST_FILE.items():
        lengths = []
        for path in _files(folder):
            source = path.read_text()
            if (lines := source.count("\n")) > longest:
                faults.append(f"{path.relative_to(ROOT)}: {lines} lines, at most {longest}")
            for name, line, length in _functions(source):
                lengths.append(length)
                if length > LONGEST_FUNCTION:
                    faults.append(
                        f"{path.relative_to(ROOT)}:{line}: {name} has {length} lines, at most {LONGEST_FUNCTION}"
                    )
        if len(lengths) > 1:
            median, p90 = statistics.median(lengths), statistics.quantiles(lengths, n=10)[8]
            print(f"{folder}: {len(lengths)} functions, median {median:g} lines, p90 {p90:g}, longest {max(lengths)}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _files(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def _functions(source: str) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    sys.exit(main())
