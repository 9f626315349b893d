"""A real Zabbix 6 of the tests' own, from Debian's packages: PostgreSQL, zabbix_server, its PHP front end."""

import contextlib
import gzip
import json
import os
import shutil
import signal
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.rig.postgres import Postgres
from tests.rig.processes import Child, free_port, wait_until

SERVER, FRONT, SCHEMA = Path("/usr/sbin/zabbix_server"), Path("/usr/share/zabbix"), Path("/usr/share/zabbix-server-pgsql")
PACKAGES = "zabbix-server-pgsql zabbix-frontend-php php-pgsql"


def missing() -> str:
    """What of it is not installed, in words; "" = it can be started."""
    gone = [str(p) for p in (SERVER, FRONT / "api_jsonrpc.php", SCHEMA / "schema.sql.gz") if not p.exists()]
    if shutil.which("php") is None:
        gone.append("php")
    return f"no real Zabbix here ({', '.join(gone)}): apt-get install {PACKAGES}" if gone else ""


def _low_port() -> int:
    """A free port that its configuration takes: below 32,768."""
    for port in range(20_000 + os.getpid() % 5_000, 32_000):
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


class _Agent(socketserver.BaseRequestHandler):
    """A device's agent: whatever it is asked, it is there."""

    def handle(self) -> None:
        self.request.recv(4096)
        self.request.sendall(b"ZBXD\x01" + struct.pack("<Q", 1) + b"1")


class Zabbix:
    """Started empty. `call` is its API as an administrator; `push` what a sender sends; `url` what a department types."""

    def __init__(self, postgres: Postgres) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="centre-zabbix-"))
        self.trap, self.port = _low_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/api_jsonrpc.php"
        base = postgres.database("template0")
        for name in ("schema", "images", "data"):
            self._load(postgres, base, gzip.decompress((SCHEMA / f"{name}.sql.gz").read_bytes()))
        self._front(base, postgres.port)
        self._server(base, postgres.port)
        self.token, self.agents = "", list[socketserver.ThreadingTCPServer]()
        wait_until(self._enter, within=60, what="Zabbix answers")

    def _load(self, postgres: Postgres, base: str, told: bytes) -> None:
        subprocess.run([postgres.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", base], input=b"SET synchronous_commit = off;\n" + told, check=True, capture_output=True)

    def _front(self, base: str, port: int) -> None:
        """Debian's files, with the settings beside them instead of in /etc."""
        tree, name = self.home / "front", base.rpartition("/")[2]
        shutil.copytree(FRONT, tree, ignore=shutil.ignore_patterns("locale", "audio"), ignore_dangling_symlinks=True)
        (tree / "locale").symlink_to(FRONT / "locale")
        mine = self.home / "zabbix.conf.php"
        config = tree / "include/classes/core/CConfigFile.php"
        config.write_text(config.read_text().replace("/etc/zabbix/zabbix.conf.php", str(mine)))
        said = {"TYPE": "POSTGRESQL", "SERVER": "127.0.0.1", "PORT": str(port), "DATABASE": name, "USER": "centre", "PASSWORD": "", "SCHEMA": "",
                "ENCRYPTION": False}
        lines = "".join(f"$DB['{k}'] = {json.dumps(v)};\n" for k, v in said.items())
        mine.write_text(f"<?php\n{lines}$ZBX_SERVER = '127.0.0.1';\n$ZBX_SERVER_PORT = '{self.trap}';\n$ZBX_SERVER_NAME = 'test';\n")
        self.front = Child(["php", "-d", "memory_limit=256M", "-d", "max_execution_time=60", "-d", "post_max_size=16M", "-S", f"127.0.0.1:{self.port}", "-t", tree],
                           log=self.home / "front.log", env={**os.environ, "PHP_CLI_SERVER_WORKERS": "2"})

    def _server(self, base: str, port: int) -> None:
        conf = self.home / "zabbix_server.conf"
        lines = {"DBHost": "127.0.0.1", "DBPort": port, "DBName": base.rpartition("/")[2], "DBUser": "centre", "ListenPort": self.trap,
                 "ListenIP": "127.0.0.1", "PidFile": self.home / "pid", "SocketDir": self.home, "LogType": "console", "CacheSize": "8M",
                 "StartPollers": 1, "StartPollersUnreachable": 1, "StartPingers": 0, "StartDiscoverers": 0, "StartHTTPPollers": 0, "StartPreprocessors": 1,
                 "StartTrappers": 1, "StartDBSyncers": 1, "CacheUpdateFrequency": 1, "AllowRoot": 1, "UnreachableDelay": 1, "UnreachablePeriod": 3,
                 "UnavailableDelay": 1, "Timeout": 2}
        conf.write_text("".join(f"{k}={v}\n" for k, v in lines.items()))
        self.server = Child([SERVER, "-f", "-c", conf], log=self.home / "server.log")

    def _enter(self) -> bool:
        try:
            session = self.call("user.login", {"username": "Admin", "password": "zabbix"}, auth=None)
        except OSError:
            return False
        self.token = session
        return True

    def call(self, method: str, params: Any, auth: str | None = "") -> Any:
        said = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
        if auth is not None:
            said["auth"] = auth or self.token
        ask = urllib.request.Request(self.url, json.dumps(said).encode(), {"Content-Type": "application/json-rpc"})
        with urllib.request.urlopen(ask, timeout=30) as heard:
            text = heard.read()
        try:
            answer = json.loads(text)
        except ValueError:
            raise AssertionError(text[:2000]) from None
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def push(self, host: str, key: str, value: object) -> str:
        """As zabbix_sender does; what the server says of it."""
        body = json.dumps({"request": "sender data", "data": [{"host": host, "key": key, "value": str(value)}]}).encode()
        with socket.create_connection(("127.0.0.1", self.trap), timeout=5) as line:
            line.sendall(b"ZBXD\x01" + struct.pack("<Q", len(body)) + body)
            heard = b""
            while part := line.recv(4096):
                heard += part
        return json.loads(heard[13:])["info"]

    def stop(self) -> None:
        for child in (self.front, self.server):
            child.stop(signal.SIGTERM)
        shutil.rmtree(self.home, ignore_errors=True)
        for agent in self.agents:
            agent.shutdown()
            agent.server_close()

    # --- a department's hosts ---

    def department(self, codes: Sequence[str]) -> str:
        """Devices of three schools as a department keeps them, and the token of a person who may only read them."""
        group = self.call("hostgroup.create", {"name": "Truong hoc"})["groupids"][0]
        agent = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Agent)
        threading.Thread(target=agent.serve_forever, daemon=True).start()
        self.agents.append(agent)
        here, nobody = agent.server_address[1], free_port()
        asked = [self._host(group, *told) for told in (
            ("gw-0", here, {"tag": "school", "value": codes[0]}), ("sw-0", nobody, {"tag": "School", "value": f" {codes[0]} "}),
            ("gw-1", here, {"asset_tag": codes[1]}), ("gw-2", None, {"tag": "ma_truong", "value": codes[2]}),
            ("gw-else", here, {"tag": "school", "value": "99999999"}), ("gw-none", here, {}))]
        self._host(group, "gw-off", None, {"tag": "school", "value": codes[3]}, status=1)
        for name, level in (("gw-0", 4), ("sw-0", 2)):
            self.call("trigger.create", {"description": f"{name} silent", "expression": f"last(/{name}/told)=0", "priority": level})
        wanted = {**dict.fromkeys(("gw-0", "gw-1", "gw-else", "gw-none"), "1"), "sw-0": "2", "gw-2": "0"}
        wait_until(lambda: self._available(asked) == wanted, within=90, every=0.5, what="every device was called")
        wait_until(lambda: self._problems(asked) == 2, within=60, every=1, what="two problems")
        readers = self.call("usergroup.create", {"name": "Doc", "rights": [{"permission": 2, "id": group}]})["usrgrpids"][0]
        reader = self.call("user.create", {"username": "centre", "passwd": "Chi-doc-2027!", "roleid": "1", "usrgrps": [{"usrgrpid": readers}]})
        made = self.call("token.create", [{"name": "centre", "userid": reader["userids"][0]}])["tokenids"]
        return str(self.call("token.generate", made)[0]["token"])

    def _host(self, group: str, name: str, port: int | None, said: dict[str, str], status: int = 0) -> str:
        side = {"type": 1, "main": 1, "useip": 1, "ip": "127.0.0.1", "dns": "", "port": str(port or 10050)}
        extra = {"tags": [said]} if "tag" in said else {"inventory_mode": 0, "inventory": said} if said else {}
        host = self.call("host.create", {"host": name, "groups": [{"groupid": group}], "interfaces": [side], "status": status, **extra})["hostids"][0]
        self.call("item.create", {"name": "told", "key_": "told", "hostid": host, "type": 2, "value_type": 3})
        if port:
            number = self.call("hostinterface.get", {"hostids": host, "output": ["interfaceid"]})[0]["interfaceid"]
            self.call("item.create", {"name": "there", "key_": "agent.ping", "hostid": host, "type": 0, "value_type": 3, "delay": "1s", "interfaceid": number})
        return str(host)

    def _problems(self, hosts: Sequence[str]) -> int:
        """Values are sent until the server, which reads its configuration now and then, has judged them."""
        for name in ("gw-0", "sw-0"):
            self.push(name, "told", 0)
        return len(self.call("trigger.get", {"filter": {"value": 1}, "hostids": hosts}))

    def _available(self, hosts: Sequence[str]) -> dict[str, str]:
        rows = self.call("host.get", {"output": ["host"], "hostids": hosts, "selectInterfaces": ["available"]})
        return {row["host"]: row["interfaces"][0]["available"] for row in rows}
