"""Zabbix, a database, a folder of files: what they know becomes figures, what is wrong with them becomes a reason."""

import json
import math
import os
import sqlite3
import zipfile

import openpyxl
import psycopg
import pytest

from data_sources import _feeding, dropfolder, sql, zabbix
from data_sources._breaker import Breaker
from data_sources._http import Http
from data_sources._queries import named
from domain.errors import SourceError
from domain.source import Target
from services.origins import Origins
from store import asking
from tests.probes.outside import places
from tests.rig.product import ROOT

NOW = 1_800_000_000.0
CODES = [f"7900{n:04}" for n in range(30)]
RECORDED = json.loads((ROOT / "tests" / "data" / "zabbix" / "answers.json").read_text("utf-8"))


class Ask:
    """What the runner would hand over."""

    def __init__(self, config, **http):
        self.targets, self.config, self.sentinels, self.rejected = [Target(code=c, address="") for c in CODES], config, (), []
        self.http = Http(breaker=Breaker(), rows_before={}, **http)

    def now(self):
        return NOW

    def stopping(self):
        return False

    def reject(self, reason, row):
        self.rejected.append(reason)


def heard(items):
    """metric -> {school: value}"""
    found = {}
    for column in items:
        found.setdefault(column.metric, {}).update({CODES[i]: v for i, v in zip(column.schools, column.values, strict=True)})
    return found


def code_of(run):
    with pytest.raises(SourceError) as caught:
        list(run())
    assert caught.value.words.vi
    assert "s3cret" not in f"{caught.value!r} {caught.value.words} {caught.value.__cause__!r}"
    return caught.value.code


# --- Zabbix ---

class Server:
    """Answers JSON-RPC by method, from a recording; `spoilt`: method -> another answer."""

    def __init__(self, **spoilt):
        self.spoilt, self.asked = spoilt, []

    def answer(self, said):
        return self.spoilt.get(said["method"].replace(".", "_"), RECORDED[said["method"]])

    def __call__(self, sock, _place):
        data = b""
        while b"\r\n\r\n" not in data:
            data += sock.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")))
        while len(body) < length:
            body += sock.recv(65536)
        said = json.loads(body)
        self.asked.append((head, said))
        answer = self.answer(said)
        out = json.dumps({"jsonrpc": "2.0", "id": said["id"], **answer}).encode()
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(out) + out)


def ask_zabbix(server, run):
    with places(server) as opened:
        return run(Ask({"api": f"{opened[0].url}", "token": "s3cret"}))


def test_hosts_become_schools_by_tag_or_inventory_and_problems_are_counted():
    server, ask = Server(), None

    def run(made):
        nonlocal ask
        ask = made
        return heard(zabbix.collect(made))

    told = ask_zabbix(server, run)
    assert told["zabbix.hosts"] == {CODES[0]: 2.0, CODES[1]: 1.0, CODES[2]: 1.0}
    assert told["zabbix.away"] == {CODES[0]: 1.0, CODES[1]: 0.0, CODES[2]: 0.0}
    assert told["zabbix.unknown"] == {CODES[0]: 0.0, CODES[1]: 0.0, CODES[2]: 1.0}
    assert told["zabbix.problems"][CODES[0]] == 2.0, "one trigger on two hosts of a school is one problem"
    assert told["zabbix.worst"] == {CODES[0]: 4.0, CODES[1]: 0.0, CODES[2]: 0.0}
    assert sorted(ask.rejected) == ["no_school_tag", "unknown_school"]
    head, said = server.asked[0]
    assert b"authorization: bearer s3cret" in head.lower()
    assert "auth" not in said, "the token is in the header only, where the server takes it there"


def test_an_older_zabbix_that_wants_its_token_in_the_body_gets_it():
    denied = {"error": {"code": -32602, "message": "Invalid params.", "data": "Not authorised."}}
    server = Server(host_get=denied)
    assert ask_zabbix(server, lambda ask: code_of(lambda: zabbix.collect(ask))) == "credentials"
    assert server.asked[1][1]["auth"] == "s3cret"


@pytest.mark.parametrize(("answer", "code"), [
    ({"result": []}, "empty"), ({"result": {}}, "bad_shape"), ({}, "bad_shape"), ({"error": {"message": "Internal"}}, "bad_answer"),
    ({"result": [{"hostid": 5}]}, "many_bad_rows"), ({"result": ["x"]}, "many_bad_rows"),
    ({"result": [{"hostid": "1", "interfaces": [{"available": "9"}]}]}, "many_bad_rows")])
def test_an_answer_of_zabbix_that_is_none_becomes_a_reason(answer, code):
    assert ask_zabbix(Server(host_get=answer), lambda ask: code_of(lambda: zabbix.collect(ask))) == code


# --- a database ---

@pytest.fixture
def database(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE ky_so (ma TEXT, xin INT, cap TEXT, cho INT)")
        conn.executemany("INSERT INTO ky_so VALUES (?,?,?,?)", [(c, 5, "3", 0) for c in CODES[:20]])
    return f"sqlite:///{path}"


QUERY = "-- signatures\nSELECT ma AS school, xin AS requested, cap AS issued, cho AS oldest_wait_days FROM ky_so WHERE ma LIKE '79%'; -- all\n"


def test_a_named_query_feeds_the_source_it_is_named_after(database):
    told = heard(sql.collect(Ask({"database": database, "query": QUERY})))
    assert told["signatures.issued"] == dict.fromkeys(CODES[:20], 3.0)
    assert set(told["sql.told"]) == set(CODES[:20])


@pytest.mark.parametrize("query", [
    "SELECT 1", "-- labs\nDELETE FROM ky_so", "-- labs\nSELECT 1; DROP TABLE ky_so", "", "-- labs\n", "-- labs\nSELECT 1\n-- labs\nSELECT 2", "-- labs\nPRAGMA query_only = OFF"])
def test_a_query_that_is_not_one_named_reading_statement_is_refused(database, query):
    assert code_of(lambda: sql.collect(Ask({"database": database, "query": query}))) == "bad_query"


def test_a_semicolon_within_a_text_is_no_second_statement():
    assert named("-- labs\nSELECT ';' AS school -- it's; one\n") == {"labs": "SELECT ';' AS school -- it's; one"}


def test_nothing_is_written_even_by_a_query_that_passed(database, tmp_path):
    with pytest.raises(SourceError):
        asking.rows(database, "INSERT INTO ky_so VALUES ('x',1,1,1)", None)
    assert sqlite3.connect(tmp_path / "other.db").execute("SELECT count(*) FROM ky_so").fetchone() == (20,)


@pytest.mark.parametrize(("url", "code"), [
    ("sqlite:////nowhere/at/all.db", "refused"), ("postgresql://a:s3cret@127.0.0.1:1/x", "refused"), ("nonsense://s3cret@x/y", "no_driver"), ("s3cret", "bad_address")])
def test_a_database_that_is_not_there_says_so_without_its_password(url, code):
    assert code_of(lambda: sql.collect(Ask({"database": url, "query": QUERY}))) == code


@pytest.mark.parametrize("url", ["postgresql://a:s3cret@127.0.0.1/x", "postgresql://a:s3cret@db.vn/x?host=/tmp", "postgresql:///x", "sqlite:////etc/passwd"])
def test_an_address_typed_on_a_page_reaches_no_inner_machine(url):
    may = Origins(hosts=frozenset({"127.0.0.1", "db.vn"})).may
    assert code_of(lambda: sql.collect(Ask({"database": url, "query": QUERY}, may=may))) == "forbidden"


@pytest.mark.postgres
def test_postgresql_is_asked_read_only(postgres):
    url = postgres.database()
    try:
        assert asking.rows(url, "SELECT '79%' AS school, 1.50 AS x", None)[0]["school"] == "79%"
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("CREATE TABLE t (school text)")
        with pytest.raises(SourceError):  # a SELECT by its looks, and by the rules of a named query
            asking.rows(url, "WITH x AS (INSERT INTO t VALUES ('79000001') RETURNING school) SELECT school FROM x", None)
        assert asking.rows(url, "SELECT school FROM t", None) == []
    finally:
        postgres.drop(url)


# --- a folder ---

@pytest.fixture
def home(tmp_path):
    (tmp_path / "drop" / "signatures").mkdir(parents=True)
    return tmp_path


def put(home, name, content, at=NOW - 3600, key="signatures"):
    folder = home / "drop" / key
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def drop(home, **more):
    return Ask({"folder": "drop", "home": str(home)}, **more)


def table(issued="3", codes=CODES[:25], head="Mã trường,requested,issued,oldest_wait_days"):
    return "\n".join(["Danh sách chữ ký số", head, *(f"{c},5,{issued},0" for c in codes)]).encode()


def test_the_newest_file_feeds_the_source_of_its_folder_and_is_as_old_as_it_is(home):
    put(home, "cu.csv", table("1"), NOW - 9000)
    put(home, "moi.csv", table("3"))
    put(home, "dang-chep.csv", table("5"), NOW - 1)
    items = list(dropfolder.collect(drop(home)))
    assert heard(items)["signatures.issued"] == dict.fromkeys(CODES[:25], 3.0)
    assert {item.taken_at for item in items} == {NOW - 3600}, "a file does not grow younger by being read again"


def test_a_workbook_is_read_in_the_cage_of_the_importer(home):
    book = openpyxl.Workbook()
    for line in [["school", "requested", "issued", "oldest_wait_days"], *([int(c), 5, 4, 0] for c in CODES)]:
        book.active.append(line)
    path = home / "drop" / "signatures" / "a.xlsx"
    book.save(path)
    os.utime(path, (NOW - 60, NOW - 60))
    assert heard(dropfolder.collect(drop(home)))["signatures.issued"] == dict.fromkeys(CODES, 4.0)


def test_their_headings_are_mapped(home):
    put(home, "a.csv", table(head="ma_don_vi,requested,da_cap,oldest_wait_days"))
    told = heard(dropfolder.collect(drop(home, names={"school": "ma_don_vi", "issued": "da_cap"})))
    assert told["signatures.issued"][CODES[0]] == 3.0


def test_an_empty_cell_is_never_nought(home):
    put(home, "a.csv", table(codes=CODES[:25]) + f"\n{CODES[26]},5,,0".encode())
    ask = drop(home)
    assert CODES[26] not in heard(dropfolder.collect(ask))["signatures.issued"]
    assert ask.rejected == ["bad_issued"]


def test_a_bad_file_costs_only_itself(home):
    put(home, "a.csv", table())
    put(home, "a.xlsx", b"PK\x03\x04 no workbook", key="labs")
    put(home, "a.csv", table(), key="nobody")
    bomb = put(home, "b.xlsx", b"", key="epayment")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (250 * 1024 * 1024))
    os.utime(bomb, (NOW - 60, NOW - 60))
    ask = drop(home)
    assert len(heard(dropfolder.collect(ask))["signatures.issued"]) == 25
    assert sorted(ask.rejected) == ["bad_file", "bad_file", "no_reader"]


@pytest.mark.parametrize("folder", ["", ".", "..", "../..", "nowhere", "/etc"])
def test_only_folders_within_the_home_are_read(home, folder):
    assert code_of(lambda: dropfolder.collect(Ask({"folder": folder, "home": str(home)}))) == "no_folder"


def test_a_link_that_leads_out_is_not_followed(home, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x.csv"
    outside.write_bytes(table())
    (home / "drop" / "signatures" / "x.csv").symlink_to(outside)
    (home / "drop" / "labs").symlink_to(outside.parent)
    assert code_of(lambda: dropfolder.collect(drop(home))) == "empty"


def test_mostly_spoilt_or_vanished_rows_hold_the_batch(home):
    put(home, "a.csv", table("ba"))
    assert code_of(lambda: dropfolder.collect(drop(home))) == "many_bad_rows"
    ask = drop(home)
    put(home, "b.csv", table(), NOW - 50)
    list(dropfolder.collect(ask))
    put(home, "c.csv", table(codes=CODES[:15]), NOW - 20)
    assert code_of(lambda: dropfolder.collect(ask)) == "many_gone"


@pytest.mark.parametrize(("cell", "value"), [("12", 12), ("1,5", 1.5), ("có", True), ("Không", False), ("", None), (" ", None), (3.0, 3), (math.nan, None), ("abc", "abc"), ("1.234.567", "1.234.567")])
def test_cells_become_what_json_would_have_said(cell, value):
    assert _feeding.typed({"x": cell}).get("x") == value


@pytest.mark.parametrize("key", ["sql", "connectivity", "_http", "../x", "os", "", "LABS"])
def test_only_sources_with_rows_can_be_fed(key):
    assert _feeding.reader(key) is None
