"""Routers without their gate: every request is somebody's."""

from starlette.types import ASGIApp, Receive, Scope, Send

from domain.person import SYSTEM, Actor
from services.acting import act_as


class Acting:
    """Pure ASGI middleware: what the gate leaves behind when it let `actor` in; change `actor` between requests."""

    def __init__(self, app: ASGIApp, actor: Actor = SYSTEM) -> None:
        self.app, self.actor = app, actor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, as the actor."""
        with act_as(self.actor):
            await self.app(scope, receive, send)
