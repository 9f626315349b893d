"""No mouse: the first Tab leads to the content, whatever takes the focus shows it, and whatever can be pressed can be reached."""

from collections.abc import Callable

import pytest

from tests.rig.browser import LAPTOP, Screen
from tests.rig.processes import wait_until
from tests.rig.product import Product
from tests.rig.reading import said

pytestmark = [pytest.mark.screen, pytest.mark.product]
PAGES = ("/", "/incidents", "/work", "/compare", "/silences", "/sources", "/handover", "/clocks", "/notices", "/admin/people", "/admin/screens")
STEPS = 45
# Does the look of the focused element, or of what frames it, change when it loses the focus?
RING = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const look = () => { const found = []; for (let at = node, n = 0; at && n < 4; at = at.parentElement, n += 1) {
    for (const part of [null, "::after"]) { const css = getComputedStyle(at, part);
    found.push(css.outlineStyle, css.outlineWidth, css.outlineColor, css.boxShadow, css.borderTopColor, css.backgroundColor); } } return found.join(); };
  const with_focus = look(), box = node.getBoundingClientRect();
  const name = node.tagName + "." + node.className + " " + (node.getAttribute("aria-label") || node.textContent || "").trim().slice(0, 40);
  if (node.closest(".incident-grid")) return [name, true, true];
  node.blur();
  const without = look();
  node.focus({ preventScroll: true });
  const inside = box.width > 0 && box.bottom > 0 && box.right > 0 && box.left < innerWidth && box.top < innerHeight;
  return [name, with_focus !== without, inside];
}"""
UNREACHED = """() => [...document.querySelectorAll("[data-press],[data-set],[data-toggle],[data-who],[data-language],[data-kind],[data-act],[data-ask],[role=button],[role=tab],[role=switch]")]
  .filter((node) => !node.closest("[inert],[hidden],dialog:not([open]),details:not([open]) > :not(summary)") && node.getClientRects().length)
  .filter((node) => node.tabIndex < 0 && !node.querySelector("button,a[href],input") && !node.disabled && !node.closest("[role=listbox],[role=radiogroup],[role=tablist],[aria-activedescendant]"))
  .map((node) => node.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("path", PAGES)
def test_whatever_has_the_focus_shows_it(living: Product, screen: Callable[..., Screen], path: str) -> None:
    shown = screen(LAPTOP, role="administrator")
    said(shown, f"{living.url}{path}")
    assert not shown.page.evaluate(UNREACHED)
    if shown.page.evaluate("document.activeElement === document.body"):
        shown.page.keyboard.press("Tab")
    else:  # a page that begins with a field to fill in
        shown.page.locator(".skip").focus()
    assert shown.page.evaluate("document.activeElement.matches('.skip')"), "first: to the content"
    bare, outside, seen = [], [], set[str]()
    for _ in range(STEPS):
        told = shown.page.evaluate(RING)
        if told is None:
            break
        name, ring, inside = told
        seen.add(name)
        bare += [] if ring else [name]
        outside += [] if inside else [name]
        shown.page.keyboard.press("Tab")
    assert len(seen) > 8, f"the focus is caught: {seen}"
    assert not bare, f"no ring: {sorted(set(bare))}"
    assert not outside, f"out of sight: {sorted(set(outside))}"


def test_skip_link_help_and_back(living: Product, screen: Callable[..., Screen]) -> None:
    shown = screen(LAPTOP, role="operator")
    said(shown, f"{living.url}/sources")
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("Enter")
    wait_until(lambda: shown.page.evaluate("document.activeElement.matches('main, main *')"), 10, what="the focus in the content")
    shown.page.locator(".topbar [data-press=help]").focus()
    shown.page.keyboard.press("?")
    shown.page.wait_for_selector("dialog.help-all[open]")
    assert shown.page.locator("dialog.help-all kbd").count() > 30
    shown.page.keyboard.press("Escape")
    shown.page.wait_for_selector("dialog.help-all:not([open])", state="hidden")
    assert shown.page.evaluate("document.activeElement.matches('[data-press=help]')"), "the focus is back where it was"
