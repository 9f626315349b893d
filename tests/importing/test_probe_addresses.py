"""Probe addresses as schools write them."""

import pytest

from services._import_probe import probe_address, probe_problem


@pytest.mark.parametrize(("written", "address"), [
    ("10.1.2.3", "icmp://10.1.2.3"),
    ("10.1.2.3:80", "tcp://10.1.2.3:80"),
    ("router.truong.edu.vn", "icmp://router.truong.edu.vn"),
    ("http://10.1.2.3/status", "http://10.1.2.3/status"),
])
def test_a_bare_address_gets_its_scheme(written: str, address: str) -> None:
    assert probe_address(written) == address
    assert probe_problem(address) is None


@pytest.mark.parametrize("written", ["khong", "không có", "-", "10.1.2.3 / 10.1.2.4"])
def test_a_remark_in_the_column_is_not_an_address(written: str) -> None:
    assert probe_problem(probe_address(written)) is not None
