"""Text stored for everybody is in the site's language, not the actor's."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.site import modules

EAGER = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
LAZY = {"gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
REFUSALS = {"Refused", "Stale", "refuse_stale", "check_version"}
"""Their messages are only shown to the actor."""
WRITERS = [*modules("actions"), *modules("receivers")]
CALLERS = [*modules("views"), *modules("admin"), *modules("forms")]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def is_translation(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = name_of(node)
        return called in EAGER | LAZY or (called.startswith("get_") and called.endswith("_display"))
    return isinstance(node, ast.Attribute) and node.attr in {"label", "verbose_name"}


def is_safe(node: ast.AST) -> bool:
    """Return whether text inside is only for the actor, or in the site's language."""
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.With):
        calls = (item.context_expr for item in node.items)
        return any(isinstance(c, ast.Call) and name_of(c) == "stored_language" for c in calls)
    if not isinstance(node, ast.Call):
        return False
    by_text_message = isinstance(getattr(node.func, "value", None), ast.Call)
    return name_of(node) in REFUSALS | {"stored"} or (
        by_text_message and name_of(node.func.value) == "backend"
    )


def outside(node: ast.AST, found):
    for child in ast.iter_child_nodes(node):
        if found(child):
            yield child
        if not is_safe(child):
            yield from outside(child, found)


def assignments(function: ast.AST):
    """Yield (name, value), also for ``a, b = x, y``."""
    for node in ast.walk(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=True)
            else:
                yield target, node.value


def only_refuses(function: ast.AST, target: ast.AST) -> bool:
    used = outside(function, lambda n: isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
    return isinstance(target, ast.Name) and target.id not in {n.id for n in used}


def unstored(tree: ast.AST) -> list[int]:
    """Return lines of translations that a function may store in the actor's language."""
    lines = set()
    for function in [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)]:
        texts = [
            inner
            for target, value in assignments(function)
            if only_refuses(function, target)
            for inner in ast.walk(value)
        ]
        lines |= {n.lineno for n in outside(function, is_translation) if n not in texts}
    return sorted(lines)


def test_actions_store_no_text_in_the_actors_language():
    """If this fails, use ``stored(gettext_lazy("…"))`` or ``with stored_language():``."""
    found = {str(path): unstored(ast.parse(path.read_text())) for path in WRITERS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def handed_on(tree: ast.AST) -> list[int]:
    """Return lines of translations that are arguments of an action."""
    acts = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "actions" in f"{node.module}."
        for alias in node.names
    }
    calls = [
        c
        for c in ast.walk(tree)
        if isinstance(c, ast.Call)
        and (name_of(c) in acts or getattr(getattr(c.func, "value", None), "id", "") in acts)
    ]
    return [n.lineno for call in calls for n in outside(call, is_translation)]


def test_nobody_hands_an_action_a_text_in_the_actors_language():
    found = {str(path): handed_on(ast.parse(path.read_text())) for path in CALLERS}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("def f():\n enter(_('x'))", [2]),
        ("def f():\n note = str(Channel(c).label)\n save(note)", [2]),
        ("def f():\n return _('x') % y", [2]),
        ("def f():\n enter(stored(gettext_lazy('x')))", []),
        ("def f():\n with stored_language():\n  enter(_('x'))", []),
        ("def f():\n raise Refused(_('x'))", []),
        ("def f():\n why = _('x')\n raise Refused(_('y') % why)", []),
        ("def f():\n said = _('x')\n backend().send(number, said)", []),
        ("def f():\n said = _('x')\n phone_seen.send(reason=said)", [2]),
        ("def f():\n why = _('x')\n save(why)\n raise Refused(why)", [2]),
    ],
)
def test_the_lint_finds_what_it_is_for(code, lines):
    assert unstored(ast.parse(code)) == lines
