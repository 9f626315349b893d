"""Markup for the pages before the door, where Dash must not be. Text stays text: only `tag` makes tags."""

from html import escape

VOID = frozenset({"input", "img", "meta", "link", "br"})


class Markup(str):
    """Text that is markup already; everything else is escaped when it is put into a tag."""

    __slots__ = ()


def tag(element: str, /, *children: str, **attributes: str | bool) -> Markup:
    """One element. `data_x` is written data-x, `class_` class; False leaves an attribute out, True writes its name."""
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{element}{told}>" if element in VOID else f"<{element}{told}>{side(*children)}</{element}>")


def side(*children: str) -> Markup:
    """Side by side, without an element around them."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def icon(name: str) -> Markup:
    """A picture that says nothing to a reader of screens."""
    return tag("i", class_=f"icon i-{name}", aria_hidden="true")


def _attribute(key: str, value: str | bool) -> str:
    if value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
