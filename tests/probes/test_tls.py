"""D7: TLS fails closed, for REST questions and for full probes of https:// schools."""

import ssl

import pytest

from data_sources._breaker import Breaker
from data_sources._http import Http
from data_sources._reasons import Reason, contact, ours
from data_sources._tls import Tls
from tests.probes import outside
from tests.probes.authority import Authority
from tests.probes.outside import Place, nobody, say_json


def client(**more) -> Http:
    return Http(breaker=Breaker(), rows_before={}, deadline=1.0, **more)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


def test_tls_that_holds_is_read(authority):
    ip = outside.fresh_ip()
    place = Place(say_json({"a": 1}), ip=ip, tls=authority.server(ip))
    assert client(extra_ca=authority.ca).json(place.url) == {"a": 1}
    place.close()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("flaw", ["wrong host", "expired", "unknown CA", "TLS 1.0", "cut handshake", "not TLS"])
def test_tls_that_does_not_hold_fails_closed(authority, flaw, tmp_path):
    """D7: 0 data accepted, and the reason is said."""
    ip = outside.fresh_ip()
    trust = authority.ca
    if flaw in ("cut handshake", "not TLS"):
        place = Place(outside.reset if flaw == "cut handshake" else say_json({"a": 1}), ip=ip)
    else:
        context = authority.server("127.0.0.9" if flaw == "wrong host" else ip, name=flaw.replace(" ", "-"),
                                   expired=flaw == "expired")
        if flaw == "unknown CA":
            trust = Authority(tmp_path, "other").ca
        if flaw == "TLS 1.0":
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1
            context.set_ciphers("ALL:@SECLEVEL=0")
        place = Place(say_json({"a": 1}), ip=ip, tls=context)
    got = client(extra_ca=trust).fetch(f"https://{ip}:{place.port}/")
    place.close()
    assert got.body == b""
    assert got.reason == "tls"
    assert not any(b"GET" in asked for asked in place.questions) or flaw == "not TLS"


def probed(engine: Tls, urls: list[str], timeout: float = 0.5) -> list[Reason]:
    for tag, url in enumerate(urls):
        engine.submit(tag, url, timeout)
    found: dict[int, Reason] = {}
    while len(found) < len(urls):
        found.update((tag, reason) for tag, reason, *_ in engine.turn())
    return [found[tag] for tag in range(len(urls))]


def test_a_full_probe_over_tls_never_calls_a_school_down(authority):
    ip, other = outside.fresh_ip(), outside.fresh_ip()
    good = Place(say_json(outside.STATUS), ip=ip, tls=authority.server(ip, name="probe"))
    slow = Place(outside.hang_before, ip=ip, tls=authority.server(ip, name="slow"))
    wrong = Place(say_json(outside.STATUS), ip=other, tls=authority.server("127.0.0.8", name="other"))
    gone_ip, gone_port = nobody()
    engine = Tls(client(extra_ca=authority.ca))
    found = probed(engine, [good.url, slow.url, wrong.url, f"https://{gone_ip}:{gone_port}/"])
    engine.close()
    for place in (good, slow, wrong):
        place.close()
    assert found[:3] == [Reason.OK, Reason.SILENT, Reason.UNVERIFIED]
    assert all(contact(reason) or ours(reason) for reason in found), "whether it is there is the beat's question"


def test_too_many_tls_probes_are_busy_not_late(authority):
    slow = Place(outside.hang_before, tls=None)
    engine = Tls(client(), at_once=1, queue=3)
    found = probed(engine, [f"https://{slow.ip}:{slow.port}/"] * 6, 0.2)
    engine.close()
    slow.close()
    assert found.count(Reason.BUSY) == 3
