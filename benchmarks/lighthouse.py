"""What Lighthouse says of the public pages on a telephone: python -m benchmarks.lighthouse PROGRAM.

Loads the demonstration into a folder of its own, serves it on this machine and asks Google's Lighthouse in
Debian's Chromium. It needs Node: after `npm install --prefix FOLDER lighthouse@12.8.2` the program is
`FOLDER/node_modules/.bin/lighthouse`. Three scores do not depend on the machine; that for speed is too low
on a busy one.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ENVIRONMENT = dict(os.environ)  # noqa: TID251 - handed on to other programs
CHROMIUM = "/usr/bin/chromium"
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Of the list: the page, its style, two weights of the typeface, the icon.
MOST_BYTES = 60_000
QUIET = (
    "--headless --no-sandbox --disable-background-networking --disable-component-update --disable-sync"
    " --disable-default-apps --no-first-run"
)


def main(program: str) -> int:
    """Print the scores of each page; return how many miss their target."""
    missed = 0
    print(f"{'page':<28}" + "".join(f"{name:>16}" for name in TARGETS) + f"{'kB':>8}{'elsewhere':>11}")
    with tempfile.TemporaryDirectory(prefix="equity-tracker-lighthouse-") as folder, serving(folder) as base:
        for name, path in pages(base).items():
            said = ask(program, base + path, Path(folder) / "lighthouse.json")
            scores = {key: round(100 * (said["categories"][key]["score"] or 0)) for key in TARGETS}
            asked = said["audits"]["network-requests"]["details"]["items"]
            size = sum(row["transferSize"] for row in asked)
            elsewhere = sum(not row["url"].startswith((base, "data:")) for row in asked)
            print(
                f"{name:<28}" + "".join(f"{score:>16}" for score in scores.values())
                + f"{size / 1000:>8.1f}{elsewhere:>11}"
            )  # fmt: skip
            missed += sum(scores[key] < target for key, target in TARGETS.items())
            missed += elsewhere > 0
            missed += size > MOST_BYTES and name == "list of commitments"
            for line in findings(said):
                print("   ", line)
    print(f"Targets: {TARGETS}; the list at most {MOST_BYTES / 1000:.0f} kB; nothing from elsewhere.")
    return missed


def pages(base: str) -> dict[str, str]:
    """Return the pages that are asked about: a commitment is the first on the list."""
    with urlopen(f"{base}/commitments.csv") as file:  # noqa: S310 - our own server
        file.readline()
        first = next(cell for cell in file.readline().decode().split(",") if "/commitments/" in cell)
    return {
        "home": "/",
        "list of commitments": "/commitments",
        "a commitment": first.strip().removeprefix(base),
        "a programme": "/programmes/fairer-harbour",
    }


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """Serve the demonstration on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    named = {"SECRET_KEY": secrets.token_hex(32), "DATA_FOLDER": folder, "PORT": str(port)}
    environment = {**ENVIRONMENT, **named, "PUBLIC_BASE_URL": base}
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for command in (["db", "upgrade"], ["demonstration", "load"]):
        subprocess.run([*flask, *command], env=environment, check=True, capture_output=True)  # noqa: S603
    server = subprocess.Popen([*flask, "web"], env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port, server)
        yield base
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("The server did not answer within a minute.")


def ask(program: str, address: str, output: Path) -> Any:  # noqa: ANN401 - what Lighthouse writes
    """Return Lighthouse's report on one page, as it loads on a telephone of middling speed."""
    command = [program, address, "--quiet", "--output=json", f"--output-path={output}"]
    environment = {**ENVIRONMENT, "CHROME_PATH": CHROMIUM}
    urlopen(address).close()  # noqa: S310 - once before, as for any reader but the first
    subprocess.run(  # noqa: S603
        [*command, f"--chrome-flags={QUIET}"], env=environment, check=True, capture_output=True, timeout=300
    )
    return json.loads(output.read_text())


def findings(said: Any) -> Iterator[str]:  # noqa: ANN401 - what Lighthouse writes
    """Tell what took away from a score."""
    for category, target in TARGETS.items():
        if round(100 * (said["categories"][category]["score"] or 0)) < target:
            for part in said["categories"][category]["auditRefs"]:
                audit = said["audits"][part["id"]]
                if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                    yield f"{category}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
