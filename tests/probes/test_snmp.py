"""Routers asked by SNMP: a real snmpd where it is installed, its recorded datagram and hostile ones everywhere."""

import random
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from data_sources import _snmp, _snmp_round, snmp
from services.origins import Origins
from tests.probes.test_other_sources import CODES, Ask, code_of, heard
from tests.rig.processes import Child, free_port, wait_until

# What Debian's snmpd 5.9 said to question("chi-doc", 77): lo and one line, both up
RECORDED = bytes.fromhex(
    "3082037902010104076368692d646f63a282036902014d0201000201003082035c300e06082b06010201010300430200fb300f060a2b060102010202010301020118300f060a"
    "2b060102010202010701020101300f060a2b0601020102020108010201013010060b2b060102011f0101010f0142010a300f060a2b060102010202010302020106300f060a2b"
    "060102010202010702020102300f060a2b0601020102020108020201023010060b2b060102011f0101010f02420100300f060a2b060102010202010303020106300f060a2b06"
    "0102010202010703020102300f060a2b0601020102020108030201023010060b2b060102011f0101010f03420100300f060a2b060102010202010304020106300f060a2b0601"
    "02010202010704020101300f060a2b0601020102020108040201013010060b2b060102011f0101010f044201003011060a2b0601020102020104010203010000300f060a2b06"
    "0102010202010801020101300f060a2b0601020102020109014301003010060b2b060102011f01010110010201023010060a2b060102010202010402020205dc300f060a2b06"
    "0102010202010802020102300f060a2b0601020102020109024301003010060b2b060102011f01010110020201023010060a2b060102010202010403020205dc300f060a2b06"
    "0102010202010803020102300f060a2b0601020102020109034301003010060b2b060102011f01010110030201023010060a2b06010201020201040402020578300f060a2b06"
    "0102010202010804020101300f060a2b0601020102020109044301003010060b2b060102011f01010110040201023012060a2b060102010202010501420400989680300f060a"
    "2b0601020102020109014301003013060a2b060102010202010a014105008ffc9cff3010060b2b060102011f0101011101020102300f060a2b06010201020201050242010030"
    "0f060a2b060102010202010902430100300f060a2b060102010202010a024101003010060b2b060102011f0101011102020101300f060a2b060102010202010503420100300f"
    "060a2b060102010202010903430100300f060a2b060102010202010a034101003010060b2b060102011f0101011103020101300f060a2b060102010202010504420100300f06"
    "0a2b0601020102020109044301003013060a2b060102010202010a04410500f0bdd8383010060b2b060102011f0101011104020101"
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_snmp_round, "_TRIES", (0.0, 0.3))
    monkeypatch.setattr(_snmp_round, "_LAST", 0.3)


@contextmanager
def device(behave: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """Something that answers datagrams; its address as a department writes it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def serve() -> None:
            with suppress(OSError):
                while True:
                    asked, sender = line.recvfrom(4096)
                    if not asked:  # shut down
                        return
                    said = behave(asked)
                    if said is not None:
                        line.sendto(said, sender)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{line.getsockname()[1]}"
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def ident_of(asked: bytes) -> int:
    """The number of a question."""
    _, _, pdu = _snmp._three(_snmp._only(asked, 0x30))
    return _snmp._int(_snmp._parts(pdu[1], 4)[0])


def with_ident(said: bytes, ident: int) -> bytes:
    """The recorded answer, to another question."""
    version, community, pdu = _snmp._three(_snmp._only(said, 0x30))
    _, *rest = _snmp._parts(pdu[1], 4)
    body = _snmp._number(ident) + b"".join(_snmp._tlv(tag, part) for tag, part in rest)
    return _snmp._tlv(0x30, b"".join(_snmp._tlv(tag, part) for tag, part in (version, community)) + _snmp._tlv(0xA2, body))


def well(asked: bytes) -> bytes:
    return with_ident(RECORDED, ident_of(asked))


def ask(*lines: str, may: object = None) -> Ask:
    return Ask({"community": "chi-doc", "hosts": "\n".join(lines)}, **({"may": may} if may else {}))


def test_a_schools_routers_become_its_row_and_a_silent_one_is_counted_not_believed() -> None:
    with device(well) as router, device(lambda _: None) as silent, device(lambda asked: with_ident(RECORDED, ident_of(asked) ^ 1)) as liar:
        asked = ask(f"{CODES[0]} = {router}", f"{CODES[0]} = {silent} # tầng 2", f"{CODES[1]}={liar}", "99999999 = 127.0.0.1", "x", f"{CODES[2]} = router.vn", "")
        told = heard(snmp.collect(asked))
    assert told["snmp.devices"] == {CODES[0]: 2.0, CODES[1]: 1.0}
    assert told["snmp.silent"] == {CODES[0]: 1.0, CODES[1]: 1.0}, "an answer to a question nobody put is none"
    assert told["snmp.ports_up"][CODES[0]] > 0
    assert told["snmp.ports_up"][CODES[1]] != told["snmp.ports_up"][CODES[1]], "unknown, not 0"
    assert told["snmp.uptime_s"][CODES[0]] > 0
    assert sorted(asked.rejected) == ["bad_address", "bad_address", "unknown_school"]


def test_when_nobody_answers_it_is_our_trouble() -> None:
    with device(lambda _: None) as silent:
        assert code_of(lambda: snmp.collect(ask(f"{CODES[0]} = {silent}"))) == "all_silent"
    assert code_of(lambda: snmp.collect(ask("# nobody yet"))) == "empty"


def test_a_device_typed_on_a_page_is_asked_only_where_sources_may_be() -> None:
    asked: list[bytes] = []
    with device(lambda said: asked.append(said)) as inside:
        for hosts in (frozenset(), frozenset({inside})):  # not listed; listed, but this very machine
            may = Origins(hosts=hosts).may
            assert code_of(lambda may=may: snmp.collect(ask(f"{CODES[0]} = {inside}", may=may))) == "forbidden"
    assert asked == []


def test_no_datagram_breaks_the_reader() -> None:
    """Cut everywhere, each bit turned, ten thousand of noise: an answer or a ValueError, nothing else."""
    chance = random.Random(7)
    odd = [RECORDED[:n] for n in range(len(RECORDED))]
    odd += [RECORDED[:n] + bytes([RECORDED[n] ^ 1 << bit]) + RECORDED[n + 1:] for n in range(len(RECORDED)) for bit in range(8)]
    odd += [chance.randbytes(chance.randrange(0, 80)) for _ in range(10_000)] + [b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", b"\x30" * 2000]
    refused = 0
    for datagram in odd:
        try:
            said = _snmp.answer(datagram, "chi-doc")
        except ValueError:
            refused += 1
            continue
        assert said.up >= 0 <= said.down
        assert said.speed_mbps is None or 0 < said.speed_mbps <= 1_000_000
    assert refused > 10_000
    with pytest.raises(ValueError):
        _snmp.answer(RECORDED, "another")


def test_two_hundred_silent_devices_cost_no_more_than_the_round() -> None:
    with device(well) as router:
        port = int(router.rpartition(":")[2])
        found = _snmp_round.ask_all([*((f"127.0.0.{n}", port) for n in range(1, 255)), ("::1", port)], "chi-doc")
    assert set(found) == {("127.0.0.1", port)}


def test_loopback_and_ports_switched_off_by_hand_are_nobodys_trouble() -> None:
    kind, wanted, state, speed = _snmp.KIND, _snmp.WANTED, _snmp.STATE, _snmp.SPEED
    said = _snmp._read(1, {(*kind, 1): 24, (*state, 1): 1, (*speed, 1): 10, (*state, 2): 1, (*speed, 2): 1000, (*wanted, 3): 2, (*state, 3): 2, (*state, 4): 2})
    assert (said.up, said.down, said.speed_mbps, said.uptime_s) == (1, 1, 1000, None)


@pytest.fixture
def snmpd(tmp_path: Path) -> Iterator[str]:
    """Debian's own agent."""
    program = shutil.which("snmpd") or "/usr/sbin/snmpd"
    if not Path(program).exists():
        pytest.skip("no real SNMP agent here: apt-get install snmpd")
    port, conf = free_port(), tmp_path / "mine.conf"
    conf.write_text("rocommunity chi-doc 127.0.0.1\n")
    child = Child([program, "-f", "-Lo", "-C", "-c", conf, "-I", "-smux", "-p", tmp_path / "pid", f"udp:127.0.0.1:{port}"],
                  log=tmp_path / "log", env={"SNMP_PERSISTENT_DIR": str(tmp_path), "PATH": "/usr/sbin:/usr/bin"})
    wait_until(lambda: _snmp_round.ask_all([("127.0.0.1", port)], "chi-doc"), within=30, what="snmpd answers")
    yield f"127.0.0.1:{port}"
    child.stop()


def test_a_real_agent_says_how_long_it_is_up_and_which_ports_are(snmpd: str) -> None:
    told = heard(snmp.collect(ask(f"{CODES[3]} = {snmpd}")))
    assert told["snmp.silent"] == {CODES[3]: 0.0}
    assert 0 <= told["snmp.uptime_s"][CODES[3]] < 300
    assert told["snmp.ports_up"][CODES[3]] >= 0, "known; loopback is no line of anybody's"
    wrong = Ask({"community": "wrong", "hosts": f"{CODES[3]} = {snmpd}"})
    assert code_of(lambda: snmp.collect(wrong)) == "all_silent", "an agent says nothing to a wrong community"
