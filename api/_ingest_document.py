"""The door for pushed figures as OpenAPI 3.1: what programs are written against."""

from typing import Any

ERROR = {"type": "object", "required": ["code", "vi", "en"], "properties": {
    "code": {"type": "string"}, "vi": {"type": "string"}, "en": {"type": "string"}, "request": {"type": "string"}}}
RECEIPT = {"type": "object", "required": ["batch", "rows", "refused", "again"], "additionalProperties": False,
           "properties": {"batch": {"type": "integer"}, "rows": {"type": "integer"},
                          "refused": {"type": "integer", "description": "rows held back at the door"},
                          "again": {"type": "boolean", "description": "it was here already and counts once"}}}
OUTCOME = {"type": "object", "required": ["batch", "state", "rows", "taken", "held", "reasons"],
           "additionalProperties": False,
           "properties": {"batch": {"type": "integer"}, "state": {"enum": ["waiting", "taken"]},
                          "rows": {"type": "integer"}, "taken": {"type": "integer"}, "held": {"type": "integer"},
                          "reasons": {"type": "array", "items": {
                              "type": "object", "required": ["reason", "rows", "vi", "en"], "properties": {
                                  "reason": {"type": "string"}, "rows": {"type": "integer"},
                                  "vi": {"type": "string"}, "en": {"type": "string"}}}}}}
ROW = {"type": "object", "required": ["school"], "maxProperties": 40,
       "description": "The source's own fields, numbers and flags; as_of: moment of the figures, ISO 8601 with zone.",
       "properties": {"school": {"type": "string", "pattern": "^[A-Za-z0-9_.:+/-]{1,64}$"},
                      "as_of": {"type": "string", "format": "date-time"}},
       "additionalProperties": {"type": ["number", "boolean", "string", "null"]}}
BODY = {"type": "object", "required": ["rows"], "properties": {
    "as_of": {"type": "string", "format": "date-time"},
    "rows": {"type": "array", "minItems": 1, "maxItems": 2000, "items": ROW}}}
FOREIGN = {"type": "object", "description": "What Zabbix, Alertmanager or Prometheus sends of itself (see form)."}
WHY = {400: "cannot be read", 401: "no valid key or signature", 403: "sent from another site's page",
       404: "no such source or batch for this sender", 405: "no such method", 408: "came too slowly",
       409: "sent before (replayed, or the Idempotency-Key was used for another body)", 413: "more than 64 KB",
       415: "not application/json", 429: "too fast: Retry-After", 503: "not now: send it again later"}
SECURITY: list[dict[str, list[str]]] = [{"key": []}, {"signature": []}]
SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "description": "The sender's token, ttdg_…"},
    "signature": {"type": "apiKey", "in": "header", "name": "Authorization", "description": (
        "Centre-HMAC sender=<id>,time=<epoch s>,nonce=<8–80 letters>,signature=<hex>; HMAC-SHA256 with the token over "
        "method, path, time, nonce, Idempotency-Key and the hex SHA-256 of the body, each on its line; ±300 s.")}}


def document() -> dict[str, Any]:
    """The whole document."""
    source = _parameter("source", "path", {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,40}$"}, "key of the source")
    batch = _parameter("batch", "path", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "number of the batch")
    once = _parameter("Idempotency-Key", "header", {"type": "string", "pattern": "^[!-~]{1,80}$"},
                      "the same key and body twice count once", required=False)
    form = _parameter("form", "query", {"enum": ["zabbix", "alertmanager", "prometheus"]},
                      "the body is what this program sends of itself", required=False)
    body = {"required": True, "content": {"application/json": {"schema": {"anyOf": [BODY, ROW, FOREIGN]}}}}
    send = {"operationId": "send", "summary": "Rows of one source; the collector takes them within seconds.",
            "parameters": [source, once, form], "requestBody": body, "responses": _answers(202, RECEIPT)}
    ask = {"operationId": "outcome", "summary": "What became of a sending: rows taken, rows held and why.",
           "parameters": [batch], "responses": _answers(200, OUTCOME)}
    told = {"openapi": "3.1.0", "info": {"title": "Centre: pushed figures", "version": "1"},
            "components": {"securitySchemes": SCHEMES}, "security": SECURITY,
            "paths": {"/api/v1/ingest/{source}": {"post": send}, "/api/v1/ingest/batches/{batch}": {"get": ask}}}
    return told


def _parameter(name: str, where: str, schema: dict[str, Any], words: str, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": where, "required": required, "schema": schema, "description": words}


def _answers(good: int, schema: dict[str, Any]) -> dict[str, Any]:
    refusals = {str(code): {"description": words, "content": _json(ERROR)} for code, words in WHY.items()}
    return {str(good): {"description": "as described", "content": _json(schema)}, **refusals}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
