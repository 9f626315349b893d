"""Where somebody goes after entering: only to a page of this house."""

ELSEWHERE = ("/login", "/second", "/first", "/welcome", "/pair", "/api", "/assets", "/healthz", "/metrics")


def own_path(path: str) -> str:
    """A page of this house, or "/": a link that brings somebody here never leads elsewhere, nor round in circles."""
    plain = path.isprintable() and path.isascii() and "\\" not in path and len(path) <= 2000
    if not plain or not path.startswith("/") or path.startswith("//"):
        return "/"
    bare = path.partition("?")[0].partition("#")[0]
    circles = any(bare == there or bare.startswith(f"{there}/") for there in ELSEWHERE) or bare.startswith("/_dash")
    dots = any(part in (".", "..") for part in bare.split("/"))  # "/..//evil" is read differently by different readers
    return "/" if circles or dots or "//" in bare else path
