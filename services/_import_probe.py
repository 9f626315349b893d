"""Probe addresses of schools: which forms the connectivity source can ask."""

import re
from urllib.parse import urlsplit

from domain.wording import Words


def probe_address(written: str) -> str:
    """As people write it -> with its scheme: "10.1.2.3:80" is a TCP port, "10.1.2.3" a machine to ping."""
    bare = re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(:\d{1,5})?", written)
    if bare is None:
        return written
    return f"tcp://{written}" if bare.group(1) else f"icmp://{written}"


def probe_problem(address: str) -> Words | None:
    """What is wrong with an address, None = nothing. Forms: http(s)://host[:port]/path, tcp://host:port, icmp://host."""
    if len(address) > 300 or re.search(r"[\s\x00-\x1f\x7f]", address):
        return Words("địa chỉ dài quá hoặc có khoảng trắng", "too long or has spaces")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return Words("cổng không hợp lệ", "invalid port")
    if parts.scheme not in ("http", "https", "tcp", "icmp"):
        return Words("phải bắt đầu bằng http://, https://, tcp:// hoặc icmp://", "must be http, https, tcp or icmp")
    if not parts.hostname or not _host(parts.hostname):
        return Words("không có tên máy hợp lệ", "no valid host")
    if parts.username is not None or parts.password is not None:
        return Words("không được chứa tên đăng nhập hay mật khẩu", "must not carry a user or password")
    if parts.scheme == "tcp" and port is None:
        return Words("tcp:// cần có cổng, ví dụ tcp://10.1.2.3:80", "tcp:// needs a port")
    if parts.scheme in ("tcp", "icmp") and (parts.path not in ("", "/") or parts.query or parts.fragment):
        return Words("tcp:// và icmp:// không có đường dẫn", "tcp:// and icmp:// take no path")
    return None if parts.scheme != "icmp" or port is None else Words("icmp:// không có cổng", "icmp:// takes no port")


def _host(name: str) -> bool:
    return len(name) <= 253 and re.fullmatch(r"[A-Za-z0-9.:_%-]+", name) is not None
