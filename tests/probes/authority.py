"""A certificate authority made for one run, with the certificates a bad source would show."""

import ssl
import subprocess
from pathlib import Path


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


class Authority:
    """`ca` is the path to trust; `server` gives a TLS context for one kind of certificate."""

    def __init__(self, folder: Path, name: str = "one") -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self.ca, self._key = str(self.folder / "ca.pem"), str(self.folder / "ca.key")
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", self._key, "-out", self.ca, "-subj", "/CN=Test CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")

    def server(self, ip: str, *, name: str = "good", expired: bool = False) -> ssl.SSLContext:
        """A context whose certificate names `ip`."""
        key, request, cert, extra = (str(self.folder / f"{name}.{end}") for end in ("key", "csr", "pem", "ext"))
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
            "-out", request, "-subj", "/CN=source")
        Path(extra).write_text(f"subjectAltName=IP:{ip}\nbasicConstraints=CA:FALSE\n")
        when = ["-not_before", "20200101000000Z", "-not_after", "20200201000000Z"] if expired else ["-days", "1"]
        if expired:  # `openssl x509` of Debian 12 cannot date a certificate back; `openssl ca` can
            self._date_back(request, cert, extra, when[1], when[3])
        else:
            run("openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self._key, "-CAcreateserial",
                "-out", cert, "-extfile", extra, *when)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        return context

    def _date_back(self, request: str, cert: str, extra: str, start: str, end: str) -> None:
        config = self.folder / "ca.cnf"
        (self.folder / "index.txt").write_text("")
        (self.folder / "serial").write_text("77\n")
        config.write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndatabase={self.folder}/index.txt\nserial={self.folder}/serial\n"
            f"new_certs_dir={self.folder}\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
        run("openssl", "ca", "-batch", "-config", str(config), "-cert", self.ca, "-keyfile", self._key, "-in", request,
            "-out", cert, "-startdate", start, "-enddate", end, "-extfile", extra, "-notext")
