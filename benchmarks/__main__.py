"""What public pages cost beside an empty one, and what else readers were promised: `make benchmarks`.

Prints a line for each target of the tasks that concern readers: what was measured, the target, the verdict.
Wall-clock time says little on a busy machine and is not printed. With `--quick`, a million commitments and
the counting of instructions are left out, which take many minutes; with `--keep FOLDER`, the registers are
filled there, and found again the next time.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import downloads, instructions, scale, weight
from benchmarks.processes import running
from benchmarks.rounds import Asked, Measured, measure
from benchmarks.verdicts import Verdicts

SMALL, LARGE = 100_000, 1_000_000
MOST_QUERIES = {1: 6, 2: 8}
ROWS_OF_A_LIST = 25
FIRST, THOUSANDTH = "list, page 1", "list, page 1,000"


def main() -> int:
    """Return how many targets are missed."""
    parser = argparse.ArgumentParser("benchmarks")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=Path)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="equity-tracker-benchmarks-") as name:
        return _measure(said.keep or Path(name), quick=said.quick)


def _measure(folder: Path, *, quick: bool) -> int:
    print(f"Filling a register of {SMALL:,} commitments …", flush=True)
    with running("hello", folder) as hello, running("product", folder / "small", SMALL) as product:
        asked = Asked(product)
        measured = measure(hello, asked)
        verdicts = Verdicts()
        _judge(measured, verdicts)
        weight.main(product, verdicts)
        if not quick:
            instructions.main(folder / "small", verdicts)
            print(f"Filling a register of {LARGE:,} commitments …", flush=True)
            with running("product", folder / "large", LARGE) as large:
                scale.main(hello, asked, Asked(large), verdicts)
    return verdicts.missed + (not downloads.main())


def _judge(measured: list[Measured], verdicts: Verdicts) -> None:
    by_name = {each.case.name: each for each in measured}
    for each in measured:
        case = each.case
        if case.milliseconds is not None:
            verdicts.about(case.task, case.name, each.milliseconds, case.milliseconds[0], " ms")
        else:
            verdicts.about(case.task, case.name, each.ratio, case.target, " H")
        if case.task in MOST_QUERIES:
            verdicts.at_most(case.task, f"{case.name}: queries", each.queries, MOST_QUERIES[case.task])
    first = by_name[FIRST]
    verdicts.about(1, "list: each of its rows", first.milliseconds / ROWS_OF_A_LIST, 0.1, " ms")
    ratio = by_name[THOUSANDTH].milliseconds / first.milliseconds
    verdicts.between(1, "list: page 1,000 ÷ page 1", ratio, 0.8, 1.2)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
