"""Docstrings and comments name only what exists.

A rename changes code and often leaves the sentences about it behind. So every identifier in double
backticks must be found: in ``module.name`` the module must define the name, in ``Class.name`` the
class must have it, and a name that stands alone must be used somewhere in code or templates.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.site import ROOT

ROOTS = ("louzu", "residents", "governance", "dev", "tests")
QUOTED = re.compile(r"``([^`]+)``")
REFERENCE = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\(.*\)|\[.*\])?", re.DOTALL)
FILE = re.compile(r"(?:[A-Za-z][\w.-]*/)+[\w.-]*|[\w-]+\.(?:css|html|js|json|lock|md|py|toml|txt)")
OWN_PATH = str(Path(__file__).relative_to(ROOT))
MADE_AT_RUN_TIME = ("var/", "LOUZU_HOME/")

OTHERS = {
    "___",  # Markdown
    "AA",  # a column of a spreadsheet
    "Class.name",  # above
    "account_",  # how names of addresses begin
    "concat_ws",  # PostgreSQL
    "cryptography",
    "difflib",
    "imir",  # boxes of HEIF pictures
    "irot",
    "journal_append",  # a trigger
    "mfa_",
    "request.FILES",
    "request.POST",
    "styles.xml",  # in a workbook
    "subprocess.Popen",
    "time.monotonic",
}
"""What stands in backticks and is a value, or a name from elsewhere."""


@cache
def sources() -> dict[str, tuple[str, ast.Module]]:
    """Map a file's path to its text and tree."""
    found = {}
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            text = path.read_text()
            found[str(path.relative_to(ROOT))] = (text, ast.parse(text))
    return found


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield every string that stands as a statement."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str()) as text):
                yield text


def quoted_in(text: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what docstrings and comments put in double backticks, with its line."""
    if "``" not in text:
        return
    for docstring in docstrings(tree):
        for quoted in QUOTED.findall(str(docstring.value)):
            yield docstring.lineno, quoted
    if not re.search("#.*``", text):
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            for quoted in QUOTED.findall(token.string):
                yield token.start[0], quoted


def names_in(tree: ast.AST, *, but: frozenset[ast.AST] = frozenset()) -> Iterator[str]:
    """Yield the identifiers that ``tree`` defines or uses, also in strings without spaces."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name):
                yield name
            case ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name, asname=asname):
                yield from (*name.split("."), asname or name)
            case ast.Constant(value=str(text)) if " " not in text and node not in but:
                yield from re.findall(r"\w+", text)


def defined_in(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that the statements of a module define; imported ones are not among them."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign() | ast.AnnAssign():
                yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name))
            case ast.If(body=inner) | ast.Try(body=inner) | ast.With(body=inner):
                yield from defined_in(inner)


@cache
def known_names() -> frozenset[str]:
    names = {part for path in sources() for part in re.split(r"[/.]", path)}
    for path, (_, tree) in sources().items():
        if path != OWN_PATH:
            names.update(names_in(tree, but=frozenset(docstrings(tree))))
    for page in (ROOT / "templates").rglob("*.html"):
        for tag in re.findall(r"\{[{%].*?[}%]\}", page.read_text()):
            names.update(re.findall(r"\w+", tag))
    return frozenset(names)


@cache
def members() -> dict[str, set[str]]:
    """Map modules, packages and classes, by their last names, to the names that each has.

    A package also has what its modules define. A class stands under its own name and in lower case,
    because ``canvass.kind`` is an attribute of some canvass. What it inherits from a class outside the
    project is not among its names, unless its body uses them.
    """
    found: dict[str, set[str]] = defaultdict(set)
    classes: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for path, (_, tree) in sources().items():
        parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
        for part in parts:
            found[part].update(parts, defined_in(tree.body))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(node)
    for name in classes:
        inside = _members_of(name, classes)
        found[name] |= inside
        found[re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()] |= inside
    return found


def _members_of(name: str, classes: dict[str, list[ast.ClassDef]]) -> set[str]:
    found: set[str] = set()
    for node in classes[name]:
        found.update(name for inner in node.body for name in names_in(inner))
        for base in node.bases:
            inherited = ast.unparse(base).split("[")[0].rpartition(".")[2]
            if inherited in classes and inherited != name:
                found |= _members_of(inherited, classes)
    return found


def is_found(quoted: str) -> bool:
    """Whether ``quoted`` is no reference, or one to something that exists."""
    if quoted in OTHERS or quoted.startswith(MADE_AT_RUN_TIME):
        return True
    if FILE.fullmatch(quoted):
        return (ROOT / quoted).exists() or any(path.endswith("/" + quoted) for path in sources())
    if not (reference := REFERENCE.fullmatch(quoted)):
        return True
    first, *others = reference[1].split(".")
    if first not in known_names():
        return False
    return all(_has(owner, name) for owner, name in pairwise([first, *others]))


def _has(owner: str, name: str) -> bool:
    """Whether ``owner`` may have ``name``: a variable may have any attribute in use, no constant."""
    if owner in members():
        return name in members()[owner]
    return name in known_names() and not name[0].isupper()


def test_what_stands_in_backticks_exists():
    lost = [
        f"{path}:{line} {quoted}"
        for path, (text, tree) in sources().items()
        for line, quoted in quoted_in(text, tree)
        if not is_found(quoted)
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize(
    "lost",
    [
        "needing_a_hand",
        "MAX_MINUTES_OF_ALL",
        "actions.unmask",
        "Notice.pinned_by",
        "column_questions.EARLY_START",
        "residents/door.py",
    ],
)
def test_what_nothing_is_called_is_missed(lost):
    assert not is_found(lost)


@pytest.mark.parametrize(
    "there",
    ["Notice.pinned", "notice.pinned", "UNDO_PERIOD", "queries.imports.UNDO_PERIOD", "21户"],
)
def test_what_there_is_is_found(there):
    assert is_found(there)
