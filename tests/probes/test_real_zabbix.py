"""A real Zabbix 6.0, where Debian's packages of it are installed; its answers, as recorded, everywhere.

    RECORD_ZABBIX=1 FAST=1 ./test.sh tests/probes/test_real_zabbix.py    writes the recording anew
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from data_sources import _zabbix, zabbix
from tests.probes.outside import places
from tests.probes.test_other_sources import CODES, Ask, Server, code_of, heard
from tests.rig.postgres import Postgres
from tests.rig.product import ROOT
from tests.rig.zabbix import Zabbix, missing

RECORDING = ROOT / "tests" / "data" / "zabbix" / "answers_6_0.json"


@pytest.fixture(scope="module")
def department(postgres: Postgres) -> Iterator[tuple[str, str]]:
    """(address of the API, token of somebody who may only read)"""
    if missing():
        pytest.skip(missing())
    real = Zabbix(postgres)
    try:
        yield real.url, real.department(CODES)
    finally:
        real.stop()


def as_told(told: dict[str, Any], rejected: list[str]) -> None:
    assert told["zabbix.hosts"] == {CODES[0]: 2.0, CODES[1]: 1.0, CODES[2]: 1.0}, "tags, inventory; a host switched off is not watched"
    assert told["zabbix.away"] == {CODES[0]: 1.0, CODES[1]: 0.0, CODES[2]: 0.0}
    assert told["zabbix.unknown"] == {CODES[0]: 0.0, CODES[1]: 0.0, CODES[2]: 1.0}
    assert told["zabbix.problems"] == {CODES[0]: 2.0, CODES[1]: 0.0, CODES[2]: 0.0}
    assert told["zabbix.worst"] == {CODES[0]: 4.0, CODES[1]: 0.0, CODES[2]: 0.0}
    assert sorted(rejected) == ["no_school_tag", "unknown_school"]


def test_a_real_zabbix_is_read_by_somebody_who_may_only_read(department: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    address, token = department
    ask = Ask({"api": address, "token": token})
    said, plain = {}, ask.http.json

    def json_(*args: Any, **more: Any) -> Any:
        answer = plain(*args, **more)
        said[more["said"]["method"]] = {"result": answer["result"]} if "result" in answer else answer
        return answer

    ask.http.json = json_
    as_told(heard(zabbix.collect(ask)), ask.rejected)
    if os.environ.get("RECORD_ZABBIX"):
        RECORDING.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    monkeypatch.setattr(_zabbix, "PAGE", 2)
    again = Ask({"api": address, "token": token})
    as_told(heard(zabbix.collect(again)), again.rejected)
    wrong = Ask({"api": address, "token": "s3cret"})
    assert code_of(lambda: zabbix.collect(wrong)) == "credentials"


def test_what_a_real_one_answered_is_read_where_none_is() -> None:
    recorded = json.loads(RECORDING.read_text("utf-8"))
    with places(Server(host_get=recorded["host.get"], trigger_get=recorded["trigger.get"])) as opened:
        ask = Ask({"api": opened[0].url, "token": "s3cret"})
        as_told(heard(zabbix.collect(ask)), ask.rejected)


class Large(Server):
    """4,500 hosts of 30 schools, answered as the API does: by `limit`, by `hostids`; it has no pages."""

    def answer(self, said: dict[str, Any]) -> dict[str, Any]:
        asked = said["params"]
        if said["method"] == "trigger.get":
            return {"result": [{"triggerid": "1", "priority": "5", "hosts": [{"hostid": "4499"}]}]}
        named = set(asked.get("hostids", ()))
        hosts = [{"hostid": str(n), "host": f"gw-{n}", "tags": [{"tag": "school", "value": CODES[n % 30]}], "interfaces": [{"available": "1"}]}
                 for n in range(4500) if not named or str(n) in named]
        return {"result": hosts[:asked["limit"]]}


def test_more_hosts_than_one_answer_holds_are_each_counted_once() -> None:
    server = Large()
    with places(server) as opened:
        told = heard(zabbix.collect(Ask({"api": opened[0].url, "token": "s3cret"})))
    assert told["zabbix.hosts"] == dict.fromkeys(CODES, 150.0)
    assert told["zabbix.worst"][CODES[4499 % 30]] == 5.0
    sizes = [(len(said["params"].get("hostids", ())), said["params"]["limit"]) for _, said in server.asked if said["method"] == "host.get"]
    assert sizes == [(0, 2000), (0, 200_000), (2000, 200_000), (500, 200_000)]


def test_an_older_server_is_told_once_a_poll_that_it_is_older() -> None:
    class Older(Large):
        def answer(self, said: dict[str, Any]) -> dict[str, Any]:
            return super().answer(said) if "auth" in said else {"error": {"code": -32602, "message": "Invalid params.", "data": "Not authorized."}}

    server = Older()
    with places(server) as opened:
        list(zabbix.collect(Ask({"api": opened[0].url, "token": "s3cret"})))
    assert [("auth" in said, b"authorization" in head.lower()) for head, said in server.asked] == [(False, True), *[(True, False)] * 5]
