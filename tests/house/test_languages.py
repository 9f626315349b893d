"""Both languages wherever words are made: sentences of scripts, titles of pages, whatever a page writes."""

import ast
import re

import pytest

from tests.house.reading import calls, files, name_of, product, text, tree

VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
SAID = re.compile(r"\b(?:text|say|part)\([^;]*$", re.DOTALL)  # inside centre.text(…), or a name a file gives it


def unsaid(script: str) -> list[str]:
    """Vietnamese sentences of a script that stand outside of text("…", "…")."""
    bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), script, flags=re.DOTALL)
    bare = re.sub(r"(?m)(^|\s)//.*$", "", bare)
    hollow = LITERAL.sub(lambda m: "·" * len(m[0]), bare)  # what stands inside a sentence ends no statement
    return [m[0] for m in LITERAL.finditer(bare)
            if VIETNAMESE.search(m[0]) and len(m[0]) > 4 and not SAID.search(hollow[max(0, m.start() - 1500):m.start()])]


def test_scripts_say_everything_in_both_languages() -> None:
    wrong = [f"{path}: {one}" for path in files(".js") if path.parts[0] == "assets" for one in unsaid(text(path))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("script", "found"), [
    ('x("Máy chủ", 1);', ['"Máy chủ"']), ('x(centre.text("Máy chủ", "Server"));', []), ('/* "Máy chủ" */ x();', []),
    ('x = text("a " + n + " trường", "b");', []), ('x = text("a", "b"); y = "trường học";', ['"trường học"']), ('f("đ", "d");', []),
])
def test_a_bare_sentence_is_found(script: str, found: list[str]) -> None:
    assert unsaid(script) == found


def test_titles_of_pages_follow_the_reader() -> None:
    """A title that is text is one language's: `title=TITLE.told`, or a function."""
    wrong = []
    for path in product(".py"):
        for call in calls(path, "register_page") if path.parts[0] == "pages" else ():
            titles = [k.value for k in call.keywords if k.arg == "title"]
            wrong += [f"{path}:{t.lineno}" for t in titles
                      if isinstance(t, ast.Constant | ast.JoinedStr) or (isinstance(t, ast.Attribute) and t.attr in {"vi", "en", "text"})]
    assert not wrong, "\n".join(wrong)


def test_what_a_page_writes_is_not_one_language_by_itself() -> None:
    """`.text` inside a function; `.vi` and `.en` are for what is stored or sent, and `.text` at the top of a file is too early."""
    wrong = []
    for path in product(".py"):
        if path.parts[0] not in {"pages", "components"}:
            continue
        pairs = {id(n) for call in calls(path, "Words") for n in ast.walk(call)}
        inner = {id(n) for f in ast.walk(tree(path)) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                 for part in (f.body if isinstance(f.body, list) else [f.body]) for n in ast.walk(part)}
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Attribute) or not name_of(node.value).isupper():
                continue
            if (node.attr in {"vi", "en"} and id(node) not in pairs) or (node.attr == "text" and id(node) not in inner):
                wrong.append(f"{path}:{node.lineno} {ast.unparse(node)}")
    assert not wrong, "\n".join(wrong)
