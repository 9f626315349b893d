"""Runs the parts together on one machine: cache, simulator, collector, web. Whatever ends us ends them too."""

import csv
import ctypes
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.errors import CentreError
from services import checking
from services.centre import Centre, Door
from services.origins import Origins
from services.outlets import Outlets
from settings import Settings, listed, source_given, source_simulated
from store import embedded, migrating, registers
from store.database import Database

_PR_SET_PDEATHSIG = 1
PATIENCE_S = 60.0
NAMES = {"simulator": "tỉnh mô phỏng", "collector": "bộ thu thập", "web": "máy chủ web", "papers": "bộ làm giấy tờ",
         "earlier": "việc lấy quá khứ mô phỏng"}


def open_centre(settings: Settings) -> Centre:
    """The house as the environment describes it. Here, not in app.py: a collector need not load Dash."""
    oidc = ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_label")
    door = Door.at(settings.host, *listed(settings.trusted_hosts), public_url=settings.public_url, demo=settings.sim,
                   proxies=listed(settings.trusted_proxies), **{name: getattr(settings, name) for name in oidc})
    centre = Centre.open(
        home=settings.home, database_url=settings.database, redis_url=settings.redis_url, simulated=settings.sim,
        title=settings.centre_title, place=settings.centre_place, coverage=settings.report_coverage / 100,
        tile_url=settings.tile_url, door=door, outlets=Outlets.of(settings, listed(settings.notice_hosts)),
        origins=Origins.of(settings, source_given, source_simulated))
    checking.guard(centre.db, settings.home)
    return centre


def supervise(settings: Settings, greet: Callable[[], object]) -> int:
    """Start every part, `greet`, say when ready, stop every part on Ctrl-C or TERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children: dict[str, subprocess.Popen[bytes]] = {}
    caches: list[subprocess.Popen[bytes]] = []
    _own(settings.home)
    _free("web", settings.host, settings.port)
    try:
        if settings.sim:
            _free("simulator", "127.0.0.1", settings.sim_port)
            children["simulator"] = _spawn(["-m", "simulator"], simulator_environment(settings))
        _keep_cache(settings, caches)
        db = Database(settings.database)
        checking.guard(db, settings.home)
        migrating.migrate(db)
        if settings.sim:
            _await(f"{settings.simulator_url}/healthz", children["simulator"], "simulator")
            seed(settings, db)
        db.close()
        for name, *verb in (("collector", "collect"), ("web", "web", "--quiet"), ("papers", "papers")):
            children[name] = _spawn([str(Path(__file__).with_name("doors.py")), *verb], dict(os.environ))
        _await(f"http://127.0.0.1:{settings.port}/healthz", children["web"], "web")
        if settings.sim and settings.sim_weeks:
            children["earlier"] = _spawn([str(Path(__file__).with_name("earlier.py"))], dict(os.environ))
        greet()
        print(f"Sẵn sàng: http://127.0.0.1:{settings.port}", flush=True)
        return _watch(settings, children, caches)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(list(children.values()))  # the collector says goodbye to the cache: it goes last
        _stop(caches)


def _watch(settings: Settings, children: dict[str, subprocess.Popen[bytes]], caches: list[subprocess.Popen[bytes]],
           ) -> int:
    """A part that ends is named and stays ended: screens say so; the web's end is ours. The cache holds only what may
    vanish: it is simply started again."""
    while True:
        if caches and caches[-1].poll() is not None:
            code = caches.pop().returncode
            print(f"Đã dừng: bộ nhớ đệm (mã {code}); đang khởi động lại.", file=sys.stderr, flush=True)
            _keep_cache(settings, caches)
        for name, child in list(children.items()):
            code = child.poll()
            if code is not None:
                if code or name != "earlier":  # that one ends by itself when it has asked for everything
                    print(f"Đã dừng: {NAMES[name]} (mã {code}).", file=sys.stderr, flush=True)
                del children[name]
                if name == "web":
                    return 1
        time.sleep(0.5)


def _keep_cache(settings: Settings, caches: list[subprocess.Popen[bytes]]) -> None:
    caches.extend(filter(None, [with_cache(settings)]))


def _spawn(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    def die_with_parent() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return subprocess.Popen([sys.executable, *words], env=environment, cwd=Path(__file__).parent,
                            preexec_fn=die_with_parent, start_new_session=True, stdin=subprocess.DEVNULL)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """TERM to all, then KILL to whoever is still there after five seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + 5
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _own(home: Path) -> None:
    """Refuse a home nothing can be written to before anything starts."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        raise CentreError(f"Không ghi được vào CENTRE_HOME {home}: {error.strerror}.",
                          f"CENTRE_HOME {home} cannot be written: {error.strerror}.") from error


def _free(name: str, host: str, port: int) -> None:
    """Refuse a taken port before anything starts: its owner would answer in our name and we would say ready."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that only just closed is no hindrance
        try:
            door.bind((host, port))
        except OSError as error:
            setting = "PORT" if name == "web" else "SIM_PORT"
            raise CentreError(
                f"Cổng {port} của {NAMES[name]} không dùng được ({error.strerror}); hãy đặt {setting} khác.",
                f"Port {port} of the {name} cannot be used ({error.strerror}); choose another {setting}.",
            ) from error


def _await(url: str, child: subprocess.Popen[bytes], name: str) -> None:
    """Until `url` answers anything at all; a part that dies first is named."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise CentreError(f"Không khởi động được {NAMES[name]} ({url}); các dòng phía trên nói vì sao.",
                      f"The {name} did not start ({url}); the lines above say why.")


def with_cache(settings: Settings) -> subprocess.Popen[bytes] | None:
    """The embedded server, unless REDIS_URL names another one or it already runs."""
    return None if settings.redis_url else embedded.start(settings.home)


def simulator_environment(settings: Settings) -> dict[str, str]:
    """What the simulated province is told."""
    return {**os.environ, "SIM_SCHOOLS": str(settings.sim_schools), "SIM_PORT": str(settings.sim_port),
            "SIM_SEED": str(settings.sim_seed), "SIM_TOKEN": settings.sim_token.get_secret_value(),
            "CENTRE_HOME": str(settings.home)}


def sentinels(settings: Settings) -> tuple[str, ...]:
    """host:port of what answers as long as our own line is well."""
    if settings.sentinels:
        return tuple(part.strip() for part in settings.sentinels.split(",") if part.strip())
    if not settings.sim:
        return ()
    return tuple(json.loads(_download(settings, "sentinels"))["sentinels"])


def adopt(settings: Settings, schools: list[dict[str, Any]]) -> dict[str, str]:
    """Ask the simulator to answer for imported schools; returns code -> probe address."""
    body = json.dumps({"schools": schools}).encode()
    request = urllib.request.Request(f"{settings.simulator_url}/control/adopt", body,
                                     {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return dict(json.load(answer)["addresses"])
    except OSError as error:
        raise CentreError("Tỉnh mô phỏng chưa chạy: hãy chạy ./run.sh trước.",
                          "The simulator is not running: start ./run.sh first.") from error


def seed(settings: Settings, db: Database) -> None:
    """An empty house reads the simulated province's register, by the same import as any other register. A house seeded
    before follows the province to its present addresses; a real register is left alone."""
    folder = settings.home / "simulator"
    folder.mkdir(parents=True, exist_ok=True)
    names = ("areas.geojson", "schools.csv", "water.geojson", "schools-new.csv")
    areas, schools, water, fresh = (folder / name for name in names)
    with db.read() as conn:
        empty = not registers.register_version(conn)
    before = schools.read_bytes() if schools.exists() else b""
    if not empty and not before:
        return
    after = _download(settings, schools.name)
    if before == after and not empty:
        return
    if not empty and _codes(before) != _codes(after):
        raise CentreError(
            f"{settings.home} đang giữ một tỉnh mô phỏng khác (SIM_SCHOOLS hoặc SIM_SEED đã đổi). "
            "Hãy đặt lại như cũ, xoá thư mục đó hoặc dùng CENTRE_HOME khác.",
            f"{settings.home} holds another simulated province (SIM_SCHOOLS or SIM_SEED changed). "
            "Set them back, delete that folder, or use another CENTRE_HOME.",
        )
    from services.importing import AreaOptions, SchoolOptions, import_areas, import_schools  # loads geography: late

    if empty:
        areas.write_bytes(_download(settings, areas.name))
        water.write_bytes(_download(settings, water.name))
        _written(import_areas(db, [areas], AreaOptions(schematic=True), apply=True))
        with db.write() as conn:
            registers.set_fact(db, conn, "simulated", "1")
            registers.set_fact(db, conn, "water", water.read_text("utf-8"))
    fresh.write_bytes(after)
    _written(import_schools(db, fresh, SchoolOptions(simulated=True, home=settings.home), apply=True))
    fresh.replace(schools)  # only a copy that is in the register counts as known


def _written(result: Any) -> None:
    if result.exit_code:
        raise CentreError(result.say("vi"), result.say("en"))


def _download(settings: Settings, name: str) -> bytes:
    with urllib.request.urlopen(f"{settings.simulator_url}/register/{name}", timeout=60) as answer:
        return bytes(answer.read())


def _codes(register: bytes) -> set[str]:
    return {row["code"] for row in csv.DictReader(io.StringIO(register.decode("utf-8-sig")))}
