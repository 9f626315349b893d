"""Pages as their readers read them: every text on the screen, without the names that are data."""

import ast
import re
from typing import Any

from tests.house.reading import calls, files, product, text
from tests.rig.browser import Screen
from tests.rig.processes import wait_until

VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
KIND = re.compile(r"^(Quận|Huyện|Thành phố|Thị xã|Phường|Xã|Đặc khu|Thị trấn) (?=\D)")
NAMES = {"Tiếng Việt", "English", "Sở Giáo dục và Đào tạo", "Thành phố Hồ Chí Minh", "QĐ-TTg", "QĐ-UBND", "Cao Đẳng", "Hà Nội",
         "Đồng Tháp", "Tiền Giang", "Việt Nam", "QĐ-BGDĐT", "TT-BGDĐT", "NĐ-CP", "NQ-HĐND"}
DRAWN = """() => !document.documentElement.hasAttribute('data-asking') && !document.querySelector('._dash-loading')
  && (document.querySelector('main') || {}).childElementCount > 0"""
# Everything that is said: text, names for readers of screens, hints, and the sentences that scripts keep for later.
SAID = """() => {
  const found = [], add = (where, said) => { if (said && said.trim()) found.push([where, said.trim()]); };
  for (const node of document.querySelectorAll("*")) {
    if (node.closest("script,style,noscript,.story-text,.handover-text")) continue; // notes are their writers' own
    const tongue = node.closest("[lang]");
    if (tongue !== document.documentElement && tongue && tongue.lang !== document.documentElement.lang) continue;
    const where = node.tagName.toLowerCase() + "." + (node.getAttribute("class") || "");
    for (const part of node.childNodes) if (part.nodeType === 3) add(where, part.data);
    for (const { name, value } of node.attributes)
      if (/^(title|alt|placeholder|aria-(label|description|roledescription))$/.test(name)
          || (/^data-/.test(name) && !/^data-(feed|map|seek-key|area|school|value)$/.test(name))) add(where + "@" + name, value);
  }
  add("title", document.title);
  return found;
}"""


def paths() -> dict[str, bool]:
    """Every address a page is registered at -> is it a template?"""
    found = {}
    for path in product(".py"):
        for call in calls(path, "register_page") if path.parts[0] == "pages" else ():
            told = {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}
            if "path" in told or "path_template" in told:
                found[str(told.get("path") or told.get("path_template"))] = "path_template" in told
    return found


def names(screen: Screen) -> set[str]:
    """What schools, areas and people are called; what a helpdesk wrote. Longest first when taken out."""
    told: dict[str, Any] = screen.page.evaluate("async () => (await fetch('/api/v1/live/directory')).json()")
    rows: list[dict[str, Any]] = screen.page.evaluate("async () => (await fetch('/api/v1/incidents?state=all')).json()")
    areas = {area["name"] for tree in told["trees"].values() for area in tree}
    schools = set(told["names"])
    bare = {KIND.sub("", name) for name in areas} | {KIND.sub("P. ", name) for name in areas}
    wrote = {row["says"]["vi"].partition(": ")[2] for row in rows if row["kind"] == "manual"}
    return {name for name in schools | {s.removeprefix("Trường ") for s in schools} | areas | bare | wrote | NAMES
            if VIETNAMESE.search(name)}


def said(screen: Screen, url: str) -> list[tuple[str, str]]:
    """(where, text) of everything a page says once it stands still."""
    screen.page.goto(url)
    before: list[Any] = []

    def still() -> bool:
        nonlocal before
        now = [screen.page.evaluate(DRAWN), screen.page.evaluate("document.querySelectorAll('*').length")]
        same, before = now == before, now
        return bool(now[0] and same)

    wait_until(still, 120, every=0.4, what=f"{url} stands still")
    return [(where, what) for where, what in screen.page.evaluate(SAID)]


def without(what: str, known: set[str]) -> str:
    """A text without the names in it."""
    for name in sorted(known, key=len, reverse=True):
        what = what.replace(name, "")
    return what


def english_halves() -> set[str]:
    """Every sentence the product says in English, where the Vietnamese one differs: from Words(…) and centre.text(…)."""
    found = set()
    for path in product(".py"):
        for call in calls(path, "Words"):
            vi, en = ((a.value if isinstance(a, ast.Constant) else "") for a in (*call.args, ast.Constant(""), ast.Constant(""))[:2])
            found |= {str(en)} if en and vi != en else set()
    for path in files(".js"):
        found |= {en for vi, en in re.findall(r'text\("([^"]*)", "([^"]*)"\)', text(path)) if vi != en}
    return {one for one in found if len(one.split()) > 1 and "{" not in one}
