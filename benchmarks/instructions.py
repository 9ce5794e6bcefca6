"""How many instructions a page takes, beside a Flask hello: the same at every run, however busy the machine.

Valgrind counts them over 60 requests and over 20, in one process each; a fortieth of the difference is one
request, without the start of the program. Needs Debian's valgrind, and two minutes for each page.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.pages import Sizes
from benchmarks.verdicts import Verdicts

MANY, FEW = 60, 20
# The task of each, and what it took when this was last changed on purpose, as a multiple of a hello; more by
# the tolerance is let pass.
KNOWN = {"list": (1, 7.18), "search": (3, 10.92), "commitment": (2, 5.98), "commitment-once": (2, 20.45)}
TOLERANCE = 0.02
_COUNTING = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")


def main(folder: Path, verdicts: Verdicts) -> None:
    """Count over the register that was filled in this folder."""
    if shutil.which("valgrind") is None:
        print("Instructions are not counted: valgrind is not installed.")
        return
    hello = _each(folder, "hello", {})
    print(f"      A Flask hello takes {hello / 1e6:.3f} million instructions.")
    few = dict.fromkeys(KNOWN, FEW)
    least = _count(folder, few)
    for name, (task, known) in KNOWN.items():
        ratio = (_count(folder, few | {name: MANY}) - least) / (MANY - FEW) / hello
        most = round(known * (1 + TOLERANCE), 2)
        verdicts.at_most(task, f"instructions of the {name} ÷ hello", ratio, most)


def _each(folder: Path, name: str, others: Mapping[str, int]) -> float:
    many, few = (_count(folder, {**others, name: number}) for number in (MANY, FEW))
    return (many - few) / (MANY - FEW)


def _count(folder: Path, requests: Mapping[str, int]) -> int:
    """Return how many instructions a program took that was asked so often for each page."""
    asked = [f"{name}={number}" for name, number in requests.items()]
    done = subprocess.run(  # noqa: S603 - our own module
        [*_COUNTING, sys.executable, "-m", "benchmarks.instructions", str(folder), *asked],
        # The order of sets and dicts of strings must not differ from run to run.
        env={**os.environ, "PYTHONHASHSEED": "0"},  # noqa: TID251 - handed on, not read
        check=True,
        capture_output=True,
        text=True,
    )
    line = next(line for line in done.stderr.splitlines() if "I " in line and "refs:" in line)
    return int(line.rpartition(":")[2].replace(",", ""))


def _serve(folder: Path, requests: Mapping[str, int]) -> None:
    """Be the program that is counted."""
    if "hello" in requests:
        from benchmarks.server import greeter  # noqa: PLC0415 - the hello must not carry the product's weight

        _ask(greeter().test_client(), "/", requests["hello"])
        return
    from benchmarks.register import NOW  # noqa: PLC0415
    from benchmarks.server import application, known_sizes  # noqa: PLC0415
    from equity_tracker import clock  # noqa: PLC0415

    sizes: Sizes = known_sizes(folder)
    addresses = {
        "list": "/commitments?unseen={}",
        "search": f"/commitments?q={sizes.two_words}&unseen={{}}",
        "commitment": f"{sizes.commitment}?unseen={{}}",
        "commitment-once": sizes.copies,
    }
    app: Flask = application(folder, "http://127.0.0.1")
    with clock.fixed(NOW):
        client = app.test_client()
        for name, number in requests.items():
            _ask(client, addresses[name], number)


def _ask(client: FlaskClient, address: str, number: int) -> None:
    """Ask each time for a page of its own to the page cache."""
    for each in range(1, number + 1):
        answer = client.get(address.format(each))
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address} answered {answer.status_code}")


if __name__ == "__main__":
    pairs = (each.split("=") for each in sys.argv[2:])
    _serve(Path(sys.argv[1]), {name: int(number) for name, number in pairs})
