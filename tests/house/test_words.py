"""Every word in both languages, and one English term for one thing."""

import ast
import re

import pytest

from tests.house.reading import calls, product, tree

# DOMAIN's third column: words this house does not use for a thing that has a name already -> the name it has.
NEVER = {
    "region": "area", "zone": "area", "provider": "source", "sync": "poll", "crawl": "collect", "stat": "metric", "stats": "metric",
    "kpi": "indicator", "score": "reading", "threshold": "bands", "classroom": "lab", "cashless": "epayment", "alert": "incident",
    "ack": "acknowledge", "acks": "acknowledge", "claim": "acknowledge", "downtime": "maintenance", "kiosk": "wall", "dump": "snapshot",
    "org": "school",
}
# The simulator plays other people's systems, and they have words of their own.
FOREIGN = {"simulator"}
FIXED = {"fees_cashless"}  # a key of the catalogue that other programs ask for

ERRORS = ("SourceError", "NotAllowed", "NotFound", "IllegalMove", "BadInput", "StoreDown", "CentreError")


def pieces(name: str) -> set[str]:
    """snake_case and CamelCase apart, lower case."""
    return {p.lower() for p in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name)}


def public_names(path_tree: ast.Module) -> list[tuple[int, str]]:
    """Classes, functions, fields and constants that others can use."""
    found = []
    holders: list[ast.Module | ast.ClassDef] = [path_tree, *(n for n in path_tree.body if isinstance(n, ast.ClassDef))]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.append((node.lineno, node.name))
                if not isinstance(node, ast.ClassDef):
                    found += [(a.lineno, a.arg) for a in (*node.args.args, *node.args.kwonlyargs)]
            elif isinstance(node, ast.Assign):
                found += [(node.lineno, t.id) for t in node.targets if isinstance(t, ast.Name)]
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.append((node.lineno, node.target.id))
    return [(line, name) for line, name in found if not name.startswith("_")]


def test_the_house_says_only_its_own_words() -> None:
    wrong = []
    for path in product(".py"):
        if path.parts[0] in FOREIGN:
            continue
        for line, name in [(1, path.stem), *public_names(tree(path))]:
            wrong += [f"{path}:{line} {name}: say {NEVER[p]!r}, not {p!r}" for p in pieces(name) & set(NEVER) if name not in FIXED
                      and not (p == "claim" and "claim" in path.stem)]  # what a document claims of a school (A5), never an acknowledgement
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "heard"), [("async_read", set()), ("KpiCard", {"kpi"}), ("zone_of", {"zone"}), ("ZoneInfo", {"zone"}),
                                              ("timezone", set()), ("package", set()), ("HTTPZone", {"zone"}), ("statuses", set())])
def test_words_are_heard_whole(name: str, heard: set[str]) -> None:
    assert pieces(name) & set(NEVER) == heard


def said(call: ast.Call) -> list[ast.expr]:
    """The Vietnamese and the English argument."""
    named = {k.arg: k.value for k in call.keywords}
    return [*call.args[:2], *(named[k] for k in ("vi", "en") if k in named)]


def blank(node: ast.expr) -> bool:
    """A text that says nothing."""
    return isinstance(node, ast.Constant) and not str(node.value or "").strip()


def test_everything_is_said_in_both_languages() -> None:
    wrong = []
    for path in product(".py"):
        for call in calls(path, "Words", *ERRORS):
            if any(isinstance(a, ast.Starred) for a in call.args):
                continue
            words = said(call)
            if len(words) != 2 or sum(blank(w) for w in words) == 1:  # both blank = deliberately nothing to say
                wrong.append(f"{path}:{call.lineno} {ast.unparse(call)[:80]}")
    assert not wrong, "\n".join(wrong)


def test_both_languages_have_the_same_blanks_to_fill() -> None:
    wrong = []
    for path in product(".py"):
        for call in calls(path, "Words"):
            texts = [w.value for w in said(call) if isinstance(w, ast.Constant) and isinstance(w.value, str)]
            blanks = [set(re.findall(r"\{(\w*)[^}]*\}", t)) for t in texts]
            if len(blanks) == 2 and blanks[0] != blanks[1]:
                wrong.append(f"{path}:{call.lineno} {blanks[0]} is not {blanks[1]}")
    assert not wrong, "\n".join(wrong)


VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)

# Names stay as they are written: of places, and of decisions ("131/QĐ-TTg", "24/2020/TT-BGDĐT").
NAMES = re.compile(r"Việt Nam|Hà Nội|Đồng Tháp|Tiền Giang|\b\d+/(?:\d{4}/)?[A-ZĐ]{2,}-[A-ZĐ][A-Za-zĐ]+")


def test_no_sentence_is_english_in_the_vietnamese_place() -> None:
    """Three words or more without one Vietnamese mark are not Vietnamese; nor is English with one."""
    wrong = []
    for path in product(".py"):
        for call in calls(path, "Words", *ERRORS):
            words = said(call)
            vi, en = ((w.value if isinstance(w, ast.Constant) and isinstance(w.value, str) else "") for w in (*words, None, None)[:2])  # type: ignore[union-attr]
            vi, en = re.sub(r"{[^}]*}", "", vi), NAMES.sub("", en)
            if len(re.findall(r"[a-z]{2,}", vi)) >= 3 and not VIETNAMESE.search(vi):
                wrong.append(f"{path}:{call.lineno} vi: {vi}")
            if VIETNAMESE.search(en):
                wrong.append(f"{path}:{call.lineno} en: {en}")
    assert not wrong, "\n".join(wrong)


def test_pages_and_components_write_no_bare_vietnamese() -> None:
    """Text on screen comes from Words, so that English exists; docstrings and comments are free."""
    wrong = []
    for path in product(".py"):
        if path.parts[0] not in {"pages", "components"}:
            continue
        parsed = tree(path)
        excused = {id(n) for c in calls(path, "Words", *ERRORS) for n in ast.walk(c)}
        excused |= {id(n.value) for n in ast.walk(parsed) if isinstance(n, ast.Expr)}
        wrong += [
            f"{path}:{n.lineno} {n.value[:60]!r}" for n in ast.walk(parsed)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in excused and VIETNAMESE.search(n.value)
        ]
    assert not wrong, "\n".join(wrong)
