"""How a refusal reads: its sentence in two languages and a stable code; nothing else of it leaves the house."""

import html

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api._allow import allow
from api._limits import TooLarge, TooSlow
from domain.errors import (
    BadInput,
    CentreError,
    IllegalMove,
    NoEntry,
    NotAllowed,
    NotFound,
    StoreDown,
    TooManyTries,
)
from domain.person import Permission
from domain.wording import Words
from services.acting import acting

log = structlog.get_logger()
STATUS: dict[type[CentreError], int] = {
    NotFound: 404, NoEntry: 401, NotAllowed: 403, TooSlow: 408, IllegalMove: 409, TooLarge: 413, TooManyTries: 429,
    StoreDown: 503,
}
DOCUMENT = "centre_document"  # in the scope: a person reads the answer
ABSENT = Words("Không có địa chỉ này.", "No such address.")
MISHAP = Words("Trung tâm gặp lỗi; mã để báo: {request}.", "The centre met an error; quote {request}.")
Passing = tuple[type[Exception], ...]


def explain_errors(server: FastAPI) -> None:
    """Every CentreError becomes words; an address under /api/ that nobody serves is one of them. Call last."""
    allow(Permission.MAP)(_absent)
    server.add_api_route("/api/{path:path}", _absent, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    server.add_exception_handler(CentreError, _explain)
    server.add_exception_handler(RequestValidationError, _misread)


class Mishaps:
    """Pure ASGI middleware: what nobody foresaw is logged once and answered by a sentence and the request's id.

    `passing`: exceptions that mean something further out; `absent`: that mean there is no such thing.
    """

    def __init__(self, app: ASGIApp, passing: Passing = (), absent: Passing = ()) -> None:
        self.app, self.passing, self.absent = app, passing, absent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer in the app's place when it could not, unless it had begun to."""
        begun = False

        async def speak(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, speak)
        except self.passing:
            raise
        except Exception as error:  # whatever it is, whoever asked gets a sentence and no stack
            answer = mishap(scope, error) if not isinstance(error, self.absent) else refusal(404, "not_found", ABSENT)
            if not begun and scope["type"] == "http":
                await answer(scope, receive, send)


def mishap(scope: Scope, error: Exception) -> Response:
    """The answer to what nobody foresaw."""
    log.error("mishap", error=type(error).__name__, path=scope.get("path", "")[:200], exc_info=error)
    request = structlog.contextvars.get_contextvars().get("request", "") or acting().request
    words = Words(MISHAP.vi.format(request=request), MISHAP.en.format(request=request))
    return _document(500, words) if scope.get(DOCUMENT) else refusal(500, "mishap", words, request=request)


def explained(error: CentreError, *, document: bool = False) -> Response:
    """A refusal as its error says it."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return _document(status, error.words) if document else refusal(status, error.code, error.words)


def refusal(status: int, code: str, words: Words, **further: str) -> Response:
    """A finished refusal: the same bytes for whoever is refused."""
    return JSONResponse({"code": code, "vi": words.vi, "en": words.en, **further}, status_code=status,
                        headers={"cache-control": "no-store"})


def _document(status: int, words: Words) -> Response:
    """For people who open an address in a browser: no script, no style, the sentence and the way back."""
    page = (f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{status}</title>'
            f'<p>{html.escape(words.vi)}<p lang="en">{html.escape(words.en)}<p><a href="/">/</a>')
    return HTMLResponse(page, status, {"cache-control": "no-store"})


async def _absent(request: Request) -> Response:
    raise NotFound(*ABSENT)


async def _misread(request: Request, _: Exception) -> Response:
    """The framework's own words would repeat what was sent, a token perhaps."""
    return explained(BadInput("Yêu cầu không hợp lệ.", "The request cannot be read."))


async def _explain(request: Request, error: Exception) -> Response:
    known = error if isinstance(error, CentreError) else CentreError("Lỗi hệ thống.", "System error.")
    return explained(known, document=bool(request.scope.get(DOCUMENT)))
