"""What this machine must offer: Python, disk, time, sockets, fonts. Nothing here asks another machine."""

import os
import resource
import shutil
import socket
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.wording import Words, number
from services.verdict import Verdict

PYTHON = (3, 11)
LEAST_FREE = 1 << 30  # bytes: a quarter of a year of history of 2,400 schools
SPARE_FILES = 256  # databases, caches, screens and sentinels beside the probes
IN_FLIGHT = 2000  # tries in the air at once: more schools than this wait their turn
FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
# A lock on these is a promise of another machine: SQLite's write-ahead log cannot live there.
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.glusterfs",
                    "fuse.sshfs", "lustre", "beegfs", "ocfs2"})
OPEN, CLOSED = Words("được phép", "allowed"), Words("không được phép: dò bằng TCP thay thế", "closed: TCP instead")
ABSENT = Words("không có", "absent")


def host(home: Path, sqlite: bool) -> list[Verdict]:
    """Verdicts that need neither database nor cache. `sqlite`: the database lives in `home`."""
    return [_python(), *_home(home, sqlite), _time(), _icmp(), _fonts()]


def _python() -> Verdict:
    found = ".".join(map(str, sys.version_info[:3]))
    return Verdict(what=Words("Python từ 3.11", "Python 3.11 or newer"), found=found,
                   ok=sys.version_info[:2] >= PYTHON, stops=True)


def _home(home: Path, sqlite: bool) -> list[Verdict]:
    what = Words("Thư mục CENTRE_HOME ghi được", "CENTRE_HOME can be written")
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = home / f".trial-{os.getpid()}"
        trial.write_bytes(b"x")
        trial.unlink()
        free, mode = shutil.disk_usage(home).free, home.stat().st_mode & 0o777
    except OSError as error:
        return [Verdict(what=what, found=f"{home}: {error.strerror or error}", ok=False, stops=True)]
    kind = filesystem(home)
    return [
        Verdict(what=what, found=str(home), ok=True, stops=True),
        Verdict(what=Words("Chỉ chủ của CENTRE_HOME vào được (chmod 700)",
                           "CENTRE_HOME is its owner's alone (chmod 700)"),
                found=f"{mode:o}", ok=not mode & 0o077, stops=False),
        Verdict(what=Words("Dung lượng đĩa còn trống từ 1 GB", "At least 1 GB of free disk"),
                found=f"{number(free / (1 << 30), 1)} GB", ok=free >= LEAST_FREE, stops=False),
        Verdict(what=Words("CENTRE_HOME không nằm trên đĩa mạng", "CENTRE_HOME is not on a network disk"),
                found=kind or "?", ok=kind not in REMOTE, stops=sqlite),
    ]


def filesystem(path: Path) -> str:
    """Kind of the file system that holds `path`: "ext4", "nfs4"; "" = the kernel does not say."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    where, best, kind = str(path.resolve()), "", ""
    for line in lines:
        mount, found = line.split()[1:3]
        mount = mount.replace("\\040", " ")
        inside = where == mount or where.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, found
    return kind


def _time() -> Verdict:
    what = Words("Múi giờ Asia/Ho_Chi_Minh (tzdata)", "Zone Asia/Ho_Chi_Minh (tzdata)")
    try:
        shift = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    except ZoneInfoNotFoundError:
        return Verdict(what=what, found=ABSENT.vi, ok=False, stops=True)
    try:
        known = version("tzdata")
    except PackageNotFoundError:
        known = Words("của hệ thống", "the system's").vi
    hours = shift.total_seconds() / 3600 if shift else 0.0
    return Verdict(what=what, found=f"UTC+{hours:g}, tzdata {known}", ok=hours == 7, stops=True)


def _icmp() -> Verdict:
    allowed = any(_opens(kind) for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW))
    return Verdict(what=Words("ICMP (ping) cho địa chỉ icmp://", "ICMP for icmp:// addresses"),
                   found=(OPEN if allowed else CLOSED).vi, ok=allowed, stops=False)


def _opens(kind: int) -> bool:
    try:
        socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP).close()
    except OSError:
        return False
    return True


def _fonts() -> Verdict:
    found = sorted(FONTS.glob("*.woff2"))
    return Verdict(what=Words("Phông chữ có dấu tiếng Việt trong assets/fonts", "Vietnamese fonts in assets/fonts"),
                   found=number(len(found)), ok=bool(found), stops=False)


def descriptors(schools: int) -> Verdict:
    """May this process hold as many connections as the probes of `schools` need at once?"""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    needed = min(schools, IN_FLIGHT) + SPARE_FILES
    known = Words("không giới hạn", "unlimited").vi if soft == resource.RLIM_INFINITY else number(soft)
    return Verdict(what=Words("Giới hạn tệp mở đủ cho số trường", "File descriptors for this many schools"),
                   found=f"{known}, {Words('cần', 'needed:').vi} {number(needed)}",
                   ok=soft == resource.RLIM_INFINITY or soft >= needed, stops=False)
