"""How a refusal reads: its sentence in two languages and a stable code; nothing else of it leaves the house."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from api._allow import allow
from domain.errors import BadInput, CentreError, NoEntry, NotFound, StoreDown, TooManyTries
from domain.person import Permission
from domain.wording import Words

STATUS = {NotFound: 404, StoreDown: 503, NoEntry: 401, TooManyTries: 429}


def explain_errors(server: FastAPI) -> None:
    """Every CentreError becomes words; an address under /api/ that nobody serves is one of them. Call last."""
    allow(Permission.MAP)(_absent)
    server.add_api_route("/api/{path:path}", _absent, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    server.add_exception_handler(CentreError, _explain)
    server.add_exception_handler(RequestValidationError, _misread)


def refusal(status: int, code: str, words: Words) -> Response:
    """A finished refusal: the same bytes for whoever is refused."""
    return JSONResponse({"code": code, "vi": words.vi, "en": words.en}, status_code=status,
                        headers={"cache-control": "no-store"})


async def _absent(request: Request) -> Response:
    raise NotFound("Không có địa chỉ này.", "No such address.")


async def _misread(request: Request, _: Exception) -> Response:
    """The framework's own words would repeat what was sent, a token perhaps."""
    return await _explain(request, BadInput("Yêu cầu không hợp lệ.", "The request cannot be read."))


async def _explain(_: Request, error: Exception) -> Response:
    known = error if isinstance(error, CentreError) else CentreError("Lỗi hệ thống.", "System error.")
    status = next((code for kind, code in STATUS.items() if isinstance(known, kind)), 400)
    return JSONResponse({"code": known.code, "vi": known.words.vi, "en": known.words.en}, status_code=status)
