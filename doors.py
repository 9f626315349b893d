"""The verbs behind ./run.sh: run everything, one part, migrate, check, import, rooms."""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import CentreError
from services import loglines
from services.arguments import Arguments
from settings import Settings, source_config

if TYPE_CHECKING:
    from store.database import Database

VERBS: dict[str, str] = {
    "run": "mọi thứ: di trú, mô phỏng, thu thập, web (everything; the default)",
    "web": "chỉ máy chủ web (the web server only)",
    "collect": "chỉ bộ thu thập (the collector only)",
    "papers": "chỉ bộ làm giấy tờ và lịch báo cáo (the maker of papers and scheduled reports only)",
    "simulate": "chỉ tỉnh mô phỏng (the simulated province only)",
    "migrate": "đưa cơ sở dữ liệu về bản hiện hành (bring the database to today's tables)",
    "check": "in từng điều kiện và kết luận (print each precondition and its verdict)",
    "rooms": "in các phòng của ngôi nhà (print the rooms of the house)",
    "import-areas": "nhập địa bàn từ tệp bản đồ (import areas from boundary files)",
    "import-schools": "nhập danh sách trường (import a list of schools)",
    "first": "mã 30 phút cho quản trị viên đầu tiên (a code for the first administrator)",
    "snapshot": "chụp số liệu và ghi giấy tờ ra thư mục (freeze figures, write their papers)",
    "token": "cấp khoá đọc API (a key for a program that reads the API)",
    "heartbeat-token": "cấp mã nhịp cho một trường sau NAT (a heartbeat token for a school behind NAT)",
    "setup": "chỉ cài thư viện (install the libraries only)",
}


def run(settings: Settings, _: list[str]) -> int:
    """Everything on this machine, until Ctrl-C or TERM."""
    from supervisor import supervise

    return supervise(settings, lambda: _invite(settings))


def web(settings: Settings, words: list[str]) -> int:
    """The web server only. `--quiet`: whoever started it greets."""
    from app import main as serve

    if "--quiet" not in words:
        _invite(settings)
    serve()
    return 0


def _invite(settings: Settings) -> bool:
    """While no administrator can enter: print the code that makes the first one."""
    from services.accounts import first_code
    from services.centre import LOOPBACK
    from supervisor import open_centre

    centre = open_centre(settings)
    code = first_code(centre)
    centre.close()
    if settings.sim and settings.host not in LOOPBACK:
        print("CẢNH BÁO: vào bằng một cú bấm (tỉnh mô phỏng, SIM=1) đang mở cho cả mạng vì HOST không phải loopback.\n"
              "WARNING: one-click roles (simulated province, SIM=1) are open to the network: HOST is not loopback.",
              file=sys.stderr, flush=True)
    if code:
        at = settings.public_url.rstrip("/") or f"http://127.0.0.1:{settings.port}"
        print(f"Quản trị viên đầu tiên: {at}/first  mã {code} (30 phút)", flush=True)
    return code is not None


def first(settings: Settings, _: list[str]) -> int:
    """A new code for the first administrator; the one before dies. 1 when there is an administrator."""
    if _invite(settings):
        return 0
    raise CentreError("Đã có quản trị viên vào được; người đó thêm người khác ở /admin/people.",
                      "An administrator can enter already and adds others at /admin/people.")


def collect(settings: Settings, _: list[str]) -> int:
    """The collector only, until TERM."""
    from data_sources._runner import Runner
    from services.source_settings import Settings as Settled
    from supervisor import open_centre, sentinels, with_cache

    with_cache(settings)
    centre = open_centre(settings)
    runner = Runner(centre, Settled(centre), sentinels(settings))
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: runner.stop.set())
    runner.run()
    return 0


def papers(settings: Settings, _: list[str]) -> int:
    """The maker of papers only, until TERM."""
    from services.paper_room import work
    from supervisor import open_centre

    return work(open_centre(settings))


def simulate(settings: Settings, _: list[str]) -> int:
    """The simulated province only. It is another program: it replaces this one."""
    from supervisor import simulator_environment

    os.execve(sys.executable, [sys.executable, "-m", "simulator"], simulator_environment(settings))


def migrate(settings: Settings, _: list[str]) -> int:
    """Bring the database to today's tables."""
    from store.database import Database
    from store.migrating import migrate as bring
    from store.migrating import revision

    db = Database(settings.database)
    bring(db)
    print(f"Cơ sở dữ liệu đã ở bản {revision(db)}.")
    return 0


def check(settings: Settings, _: list[str]) -> int:
    """Each precondition and its verdict; 1 when one of them stops the house."""
    from domain.registry import discover
    from domain.source import Source
    from services.checking import checks

    needs = {key: source.needs for key, source in discover("data_sources", "SOURCE", Source).items()}
    configured = {key: source_config(settings, key, names) is not None for key, names in needs.items()}
    verdicts = checks(settings.home, settings.database, settings.redis_url, configured)
    for verdict in verdicts:
        print(f"{'ĐẠT ' if verdict.ok else 'HỎNG' if verdict.stops else 'LƯU Ý'}  {verdict.what.vi}: {verdict.found}")
    return 1 if any(not v.ok and v.stops for v in verdicts) else 0


def rooms(_: Settings, __: list[str]) -> int:
    """Each room with its files and their first line."""
    from services.rooms import lines

    print("\n".join(lines(Path(__file__).parent)))
    return 0


def _house(settings: Settings) -> "Database":
    """The database with today's tables: whoever imports first need not have started anything before."""
    from services import checking
    from store.database import Database
    from store.migrating import migrate as bring

    db = Database(settings.database)
    checking.guard(db, settings.home)
    bring(db)
    return db


def import_areas(settings: Settings, words: list[str]) -> int:
    """Read boundary files; a dry run unless --apply."""
    from services.importing import area_arguments, area_options
    from services.importing import import_areas as act

    parser = Arguments(prog="./run.sh import-areas")
    area_arguments(parser)
    given = parser.parse_args(words)
    result = act(_house(settings), given.files, area_options(given), apply=given.apply)
    print(result.say("vi"))
    return int(result.exit_code)


def import_schools(settings: Settings, words: list[str]) -> int:
    """Read a list of schools; a dry run unless --apply."""
    from services.importing import import_schools as act
    from services.importing import school_arguments, school_options
    from store.registers import set_fact
    from supervisor import adopt

    parser = Arguments(prog="./run.sh import-schools")
    school_arguments(parser)
    given = parser.parse_args(words)
    db = _house(settings)
    result = act(db, given.file, school_options(given, settings.home), apply=given.apply,
                 adopt=lambda schools: adopt(settings, schools))
    if given.simulate and given.apply and result.failure is None:
        with db.write() as conn:
            set_fact(db, conn, "simulated", "1")  # their answers are simulated: every screen must say so
    print(result.say("vi"))
    return int(result.exit_code)


def token(settings: Settings, words: list[str]) -> int:
    """Print a new key for a program that reads, alone and once."""
    from domain.person import SYSTEM
    from services.keys import arguments, asked
    from supervisor import open_centre

    parser = Arguments(prog="./run.sh token")
    arguments(parser)
    given = parser.parse_args(words)
    print(asked(open_centre(settings), SYSTEM, given).token)
    return 0


def heartbeat_token(settings: Settings, words: list[str]) -> int:
    """Print a fresh token for one school; the old one stops working."""
    from services.heartbeat import give_token
    from supervisor import open_centre

    parser = Arguments(prog="./run.sh heartbeat-token")
    parser.add_argument("school", help="mã trường (school code)")
    print(json.dumps({"token": give_token(open_centre(settings), parser.parse_args(words).school)}))
    return 0


def snapshot(settings: Settings, words: list[str]) -> int:
    """Freeze what is known of a scope and write its papers into a folder."""
    from services.snapshot_files import arguments, write
    from supervisor import open_centre

    parser = Arguments(prog="./run.sh snapshot")
    arguments(parser)
    for line in write(open_centre(settings), parser.parse_args(words)):
        print(line, flush=True)
    return 0


def main(words: list[str]) -> int:
    """Find the verb and do it; what a person can understand is said in two languages."""
    loglines.configure()
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    verb, rest = (words[0], words[1:]) if words else ("run", [])
    act: Callable[[Settings, list[str]], int] | None = globals().get(verb.replace("-", "_")) if verb in VERBS else None
    if act is None:
        print("\n".join(f"  ./run.sh {name:<16} {text}" for name, text in VERBS.items()))
        return 0 if verb in ("help", "-h", "--help") else 2
    try:
        return act(Settings(), rest)
    except KeyboardInterrupt:
        return 130  # Ctrl-C while the libraries are still loading: nothing was begun
    except CentreError as error:
        print(f"{error.words.vi}\n{error.words.en}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"Cấu hình không hợp lệ (invalid settings):\n{error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
