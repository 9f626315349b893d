"""An administrator arranges what a wall plays, sends it to a scene, makes it show its name to be found in the room."""

from typing import Any

from domain.errors import BadInput, IllegalMove
from domain.person import Actor, ActorKind, Permission
from domain.scene import Playlist
from services._named import checked_area
from services._playlist_form import body_of, checked, plain, stored
from services.centre import Centre
from services.pairing import paired
from services.screens import orders
from store import audit, screens
from store.audit import Act
from store.database import Connection

FLASH_S = 20.0


def arrange(centre: Centre, actor: Actor, screen_id: int, given: Any, version: int) -> int:
    """Its playlist from now on; gives its version. `version`: the one that was looked at while arranging.

    Raises NotAllowed, NotFound, BadInput, IllegalMove when somebody else was faster.
    """
    actor.must(Permission.SCREENS)
    playlist = checked(given, centre.indicators)
    with centre.db.write() as conn:
        paired(conn, actor, screen_id)
        for n, scene in enumerate(playlist.scenes, 1):
            if scene.area:
                checked_area(conn, scene.area, n)
        before, was = _stored(conn, screen_id)
        by = actor.id if actor.kind is ActorKind.PERSON else None
        if was != version or not screens.arrange(conn, screen_id, version, body_of(playlist), centre.clock(), by):
            raise IllegalMove("Người khác vừa đổi danh sách cảnh của màn hình này. Hãy tải lại trang để xem bản mới.",
                              "Somebody else changed this screen's scenes meanwhile. Reload to see them.",
                              code="version")
        screens.change(conn, screen_id, asked_scene=None, asked_hold=0)  # its places are other ones now
        audit.record(centre.db, conn, actor, Act(what="screen.arranged", object=f"screen:{screen_id}",
                                                 before=_said(before), after=_said(playlist)))
    orders(centre).forget()
    return version + 1


def show_scene(centre: Centre, actor: Actor, screen_id: int, index: int | None, *, hold: bool = False) -> None:
    """It goes to this scene with its next beat, and stays there (`hold`) or goes on from there; None = on by itself.

    Raises NotAllowed, NotFound, BadInput for a place that its playlist has not.
    """
    actor.must(Permission.SCREENS)
    with centre.db.write() as conn:
        was = paired(conn, actor, screen_id)
        count = len(_stored(conn, screen_id)[0].scenes)
        if index is not None and not 0 <= index < count:
            raise BadInput(f"Màn hình này có {count} cảnh.", f"This screen has {count} scenes.", code="index")
        screens.change(conn, screen_id, asked_scene=index, asked_hold=int(hold and index is not None),
                       asked_n=was.asked_n + 1)
        after = {"scene": None if index is None else index + 1, "hold": hold and index is not None}
        before = {"scene": None if was.asked_scene is None else was.asked_scene + 1, "hold": bool(was.asked_hold)}
        audit.record(centre.db, conn, actor, Act(what="screen.scene", object=f"screen:{screen_id}", before=before,
                                                 after=after))
    orders(centre).forget()


def flash(centre: Centre, actor: Actor, screen_id: int) -> float:
    """For FLASH_S it shows its name as large as it can; gives that time. Raises NotAllowed, NotFound."""
    actor.must(Permission.SCREENS)
    with centre.db.write() as conn:
        was = paired(conn, actor, screen_id)
        screens.change(conn, screen_id, flash_until=centre.clock() + FLASH_S)
        audit.record(centre.db, conn, actor, Act(what="screen.flashed", object=f"screen:{screen_id}",
                                                 after={"name": was.name}))
    orders(centre).forget()
    return FLASH_S


def _stored(conn: Connection, screen_id: int) -> tuple[Playlist, int]:
    """(what it plays, its version) as the database has it now."""
    body, version = screens.read_playlist(conn, screen_id)
    return stored(body)[0], version


def _said(playlist: Playlist) -> dict[str, Any]:
    """As the log reads it: scenes as one line each."""
    values = plain(playlist)
    lines = [" ".join(filter(None, (one["kind"], one["area"], one["layer"], f"{one['seconds']}s")))
             for one in values["scenes"]]
    return {**values, "scenes": lines}
