"""Debian's Prometheus with its blackbox exporter, asking the same simulated endpoints as we do. Loopback only."""

import contextlib
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench._house import House, free_port

PROGRAMS = (Path("/usr/bin/prometheus"), Path("/usr/bin/prometheus-blackbox-exporter"))
RULES = """
global: {{scrape_interval: {every}ms, scrape_timeout: {timeout}ms}}
scrape_configs:
- job_name: schools
  metrics_path: /probe
  params: {{module: [http]}}
  static_configs: [{{targets: {targets}}}]
  relabel_configs:
  - {{source_labels: [__address__], target_label: __param_target}}
  - {{source_labels: [__param_target], target_label: instance}}
  - {{target_label: __address__, replacement: "127.0.0.1:{blackbox}"}}
"""
MODULES = "modules: {http: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4}}}\n"


def installed() -> bool:
    """Both programs are here."""
    return all(program.exists() for program in PROGRAMS)


def addresses(made: House, count: int) -> list[str]:
    """Probe addresses of the first schools of the province."""
    rows = (made.home / "simulator" / "schools.csv").read_text("utf-8").splitlines()[1 : count + 1]
    return [next(cell for cell in row.split(",") if cell.startswith("http")) for row in rows]


@contextlib.contextmanager
def prometheus(made: House, targets: list[str], every: float) -> Iterator[int]:
    """Both programs at work on these targets; yields Prometheus' port. Their processes: "prometheus", "blackbox"."""
    port, blackbox = free_port(), free_port()
    folder = made.home / "prometheus"
    folder.mkdir(exist_ok=True)
    (folder / "blackbox.yml").write_text(MODULES)
    rules = RULES.format(every=round(1000 * every), timeout=round(1000 * min(every, 5)), targets=json.dumps(targets),
                         blackbox=blackbox)
    (folder / "prometheus.yml").write_text(rules)
    commands = {
        "blackbox": [str(PROGRAMS[1]), f"--config.file={folder}/blackbox.yml",
                     f"--web.listen-address=127.0.0.1:{blackbox}"],
        "prometheus": [str(PROGRAMS[0]), f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                       f"--web.listen-address=127.0.0.1:{port}"],
    }
    for name, words in commands.items():
        with (folder / f"{name}.log").open("wb") as log:
            made.processes[name] = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        time.sleep(2)
        yield port
    finally:
        made.close(*commands)


def succeeded(port: int) -> float:
    """How many targets answered well at their last scrape."""
    query = f"http://127.0.0.1:{port}/api/v1/query?query=sum(probe_success)"
    with urllib.request.urlopen(query, timeout=10) as answer:
        found = json.load(answer)["data"]["result"]
    return float(found[0]["value"][1]) if found else 0.0


def scrapes(port: int) -> float:
    """Samples of probe_success taken in the last 20 s: what was really asked."""
    query = f"http://127.0.0.1:{port}/api/v1/query?query=sum(count_over_time(probe_success[20s]))"
    with urllib.request.urlopen(query, timeout=10) as answer:
        found = json.load(answer)["data"]["result"]
    return float(found[0]["value"][1]) / 20 if found else 0.0
