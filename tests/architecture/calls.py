"""What an operation reaches: its calls, followed through helpers of Naung's own modules by their imports."""

import ast
from functools import cache
from pathlib import Path

Place = tuple[str, str]  # dotted module, name in it


@cache
def module(source: Path, dotted: str) -> ast.Module | None:
    """The parsed module of a dotted name, where it is one of Naung's."""
    parts = dotted.split(".")[1:]
    if dotted.split(".", maxsplit=1)[0] != "naung":
        return None
    for path in (source.joinpath(*parts).with_suffix(".py"), source.joinpath(*parts, "__init__.py")):
        if parts and path.exists():
            return ast.parse(path.read_text())
    return None


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that stand at the left edge of a module."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def imports(tree: ast.Module) -> dict[str, Place]:
    """Local name -> where it comes from, wherever in the module it is imported."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return found


def reached(source: Path, dotted: str, name: str, seen: frozenset[Place] = frozenset()) -> set[Place]:
    """Every function of Naung that this one calls, directly or through another."""
    tree = module(source, dotted)
    node = functions(tree).get(name) if tree else None
    if tree is None:
        return set()
    if node is None:  # re-exported by a package
        origin = imports(tree).get(name)
        return reached(source, *origin, seen) if origin and origin not in seen else set()
    found: set[Place] = set()
    for place in _called(source, dotted, tree, node):
        if place not in seen | found:
            found |= {place} | reached(source, *place, seen | found | {place, (dotted, name)})
    return found


def _called(source: Path, dotted: str, tree: ast.Module, node: ast.FunctionDef) -> set[Place]:
    known, own = imports(tree), functions(tree)
    found = set()
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        target = call.func
        if isinstance(target, ast.Name):
            found.add((dotted, target.id) if target.id in own else known.get(target.id, ("", target.id)))
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in known:
            found.add((".".join(known[target.value.id]), target.attr))
    return {(place, name) for place, name in found if place.startswith("naung.")}
