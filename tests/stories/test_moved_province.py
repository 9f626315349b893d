"""A house seeded once meets its simulated province again: at other addresses, or as another province."""

from pathlib import Path

from tests.rig.processes import free_port, wait_until
from tests.rig.product import Product

SCHOOLS = 40
BLOCKS = 90  # simulator.addresses: ports that differ by this much share a block of addresses


def healthy(product: Product) -> int:
    return list(product.statuses().values()).count("good")


def test_a_seeded_house_follows_its_province_to_other_addresses(tmp_path: Path) -> None:
    """Another SIM_PORT is another block of addresses: no school may look dark for that."""
    first = Product(tmp_path, SIM_SCHOOLS=SCHOOLS, SIM_STORM=0).ready()
    try:
        first.when(lambda: healthy(first) > 0.8 * SCHOOLS, 30)
        addresses = (tmp_path / "simulator" / "schools.csv").read_bytes()
    finally:
        first.stop()
    elsewhere = next(port for port in iter(free_port, 0) if (port - first.sim_port) % BLOCKS)
    second = Product(tmp_path, SIM_SCHOOLS=SCHOOLS, SIM_STORM=0, SIM_PORT=elsewhere).ready()
    try:
        assert (tmp_path / "simulator" / "schools.csv").read_bytes() != addresses
        second.when(lambda: healthy(second) > 0.8 * SCHOOLS, 30)
    finally:
        second.stop()


def test_a_house_refuses_another_province_and_says_what_to_do(tmp_path: Path) -> None:
    """Half of the old schools would stay behind and look dark for ever."""
    first = Product(tmp_path, SIM_SCHOOLS=SCHOOLS, SIM_STORM=0).ready()
    first.stop()
    other = Product(tmp_path, SIM_SCHOOLS=SCHOOLS + 10, SIM_STORM=0)
    try:
        wait_until(lambda: not other.child.alive(), 60, what="the start stops")
        assert "CENTRE_HOME" in other.child.text()
        assert "Traceback" not in other.child.text()
    finally:
        assert not other.stop()
