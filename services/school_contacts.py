"""Who answers for one school: people whose reach holds it, nearest first, for readers who answer too. Names only: no
number of a person is kept."""

from domain.given_names import reader_name
from domain.person import Actor, Permission, Role
from domain.school_view import Contact
from domain.wording import sort_key
from services.desk import Desk
from services.drill_people import Holder

NEAR, WHOLE = 4, 2


def contacts(desk: Desk, actor: Actor, i: int) -> tuple[Contact, ...] | None:
    """For the school at place `i`; None = the actor may not know them. Whoever tries the house out meets only others
    who do. Raises StoreDown when the database never told."""
    if not actor.may(Permission.INCIDENTS):
        return None
    shown = [one for one in desk.drill.holders.all(desk.viewer.picture.register) if one.demo or not actor.demo]
    near = [one for one in shown if one.inside is not None and bool(one.inside[i])]
    whole = [one for one in shown if one.inside is None and one.role is Role.OPERATOR]
    return tuple(Contact(name=reader_name(one.name), role=one.role.words,
                         schools=None if one.inside is None else one.own)
                 for one in (*sorted(near, key=_nearest)[:NEAR], *sorted(whole, key=_nearest)[:WHOLE]))


def _nearest(one: Holder) -> tuple[int, str]:
    return one.own, sort_key(one.name)
