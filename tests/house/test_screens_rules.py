"""Rules of pages and callbacks: ids have owners, callbacks are small, JavaScript never builds markup from data."""

import ast
import re

from tests.house.reading import GROWING, calls, files, name_of, product, text, tree

DEPENDENCIES = ("Output", "Input", "State")


def test_no_literal_id_inside_a_dependency() -> None:
    wrong = []
    for path in product(".py"):
        for call in calls(path, *DEPENDENCIES):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant | ast.JoinedStr | ast.Dict):
                wrong.append(f"{path}:{call.lineno} {ast.unparse(call)}")
    assert not wrong, "\n".join(wrong)


def test_no_literal_id_on_a_component() -> None:
    wrong = []
    for path in product(".py"):
        if path.parts[0] in {"pages", "components"} or str(path) == "app.py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.keyword) and node.arg == "id" and isinstance(node.value, ast.Constant):
                    wrong.append(f"{path}:{node.lineno} id={ast.unparse(node.value)}")
    assert not wrong, "\n".join(wrong)


def test_a_callback_is_made_by_cb_only() -> None:
    """Which asks for a permission; Dash's own ways do not."""
    wrong = []
    for path in product(".py"):
        if str(path) == "pages/_callback.py" or path.parts[0] not in {"pages", "components", "app.py"}:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "dash":
                wrong += [f"{path}:{node.lineno} {a.name}" for a in node.names if "callback" in a.name and a.name != "callback_context"]
            if isinstance(node, ast.Attribute) and node.attr in {"callback", "clientside_callback"} and not isinstance(node.value, ast.Call):
                wrong.append(f"{path}:{node.lineno} {ast.unparse(node)}")
    assert not wrong, "\n".join(wrong)


def callbacks() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, ast.Call]]:
    """(where, function, decorator) of every callback."""
    return [
        (f"{path}:{node.lineno} {node.name}", node, decorator)
        for path in product(".py") for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list if isinstance(decorator, ast.Call) and name_of(decorator.func) in {"callback", "cb"}
    ]


def test_a_callback_has_at_most_three_outputs_and_fifteen_lines() -> None:
    wrong = []
    for where, function, decorator in callbacks():
        outputs = sum(isinstance(n, ast.Call) and name_of(n.func) == "Output" for n in ast.walk(decorator))
        lines = (function.end_lineno or 0) - function.body[0].lineno + 1
        if outputs > 3 or lines > 15:
            wrong.append(f"{where}: {outputs} outputs, {lines} lines")
    assert not wrong, "\n".join(wrong)


def test_a_layout_can_be_drawn_without_a_request() -> None:
    wrong = []
    for path in product(".py"):
        if path.parts[0] == "pages" and not path.name.startswith("_"):
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and node.name == "layout":
                    needed = len(node.args.args) - len(node.args.defaults) + sum(d is None for d in node.args.kw_defaults)
                    if needed:
                        wrong.append(f"{path}:{node.lineno} layout needs {needed} arguments: all must be optional")
    assert not wrong


def test_no_exceptions_are_suppressed_and_no_debug_is_left_on() -> None:
    for path in product(".py"):
        for word in ("suppress_callback_exceptions=True", "debug=True", "dangerously_allow_html=True", "dangerously_allow_code=True",
                     "mathjax=True", "enable_mcp=True", "background=True", "verify=False", "prevent_initial_callbacks=True"):
            assert word not in text(path).replace(" ", ""), f"{path}: {word}"


SINKS = re.compile(
    r"\beval\s*\(|\bnew\s+Function\b|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsetTimeout\s*\(\s*['\"`]|createContextualFragment"
    r"|\.bindPopup\s*\(\s*[`'\"]|javascript:"
)


def test_javascript_never_builds_markup_from_data() -> None:
    wrong = [
        f"{path}:{number} {line.strip()[:100]}" for path in files(".js") if "vendor" not in path.parts and path.parts[0] == "assets"
        for number, line in enumerate(text(path).splitlines(), 1) if SINKS.search(line.partition("//")[0])
    ]
    assert not wrong, "\n".join(wrong)


def test_the_sinks_are_recognised() -> None:
    for line in ("el.innerHTML = name", "x = eval(y)", "new Function('a')", "el.insertAdjacentHTML('beforeend', x)", "m.bindPopup(`<b>${n}</b>`)"):
        assert SINKS.search(line), line
    assert not SINKS.search("el.textContent = name")


def test_plumbing_and_things_do_not_mix() -> None:
    """A plain file of a growing room lies directly in it; sub-folders are plumbing and start with an underscore."""
    wrong = [str(p) for p in product(".py") if p.parts[0] in GROWING and len(p.parts) > 2 and not p.parts[1].startswith("_")]
    assert not wrong
