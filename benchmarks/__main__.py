"""What a public page costs beside an empty one: `make benchmarks`.

Prints the processor time of each page as a multiple of a Flask *hello* served in the same run, and how many
queries it makes. Wall-clock time says little on a busy machine, and is not printed.
"""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.pages import CASES, Case, Sizes
from benchmarks.processes import Process, running

ROUNDS = 5
REQUESTS = 150
HELLO_REQUESTS = 600
DRIFT = 0.25


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-benchmarks-") as folder:
        print("Filling a register of 100,000 commitments …", flush=True)
        with running(Path(folder)) as (hello, product):
            sizes = Sizes(**product.state()["sizes"])
            hellos, costs = _measure(hello, product, sizes)
            _print(product, sizes, hellos, costs)


def _measure(hello: Process, product: Process, sizes: Sizes) -> tuple[list[float], dict[str, list[float]]]:
    """Measure in rounds, every second one backwards, so that a drifting machine is fair to all."""
    for case in CASES:
        product.ask(case.addresses(sizes, "warm-up", 20))
    hello.ask(["/"] * 50)
    hellos: list[float] = []
    costs: dict[str, list[float]] = {case.name: [] for case in CASES}
    for number in range(ROUNDS):
        hellos.append(hello.cost(["/"] * HELLO_REQUESTS))
        for case in CASES if number % 2 == 0 else reversed(CASES):
            costs[case.name].append(product.cost(case.addresses(sizes, f"round-{number}", REQUESTS)))
        print(f"Round {number + 1} of {ROUNDS}", flush=True)
    return hellos, costs


def _print(product: Process, sizes: Sizes, hellos: list[float], costs: dict[str, list[float]]) -> None:
    hello = median(hellos)
    print(f"\nA Flask hello: {hello * 1000:.3f} ms of processor time (H).")
    if max(hellos) - min(hellos) > DRIFT * hello:
        print(f"It drifted by more than {DRIFT:.0%} between rounds: the machine was busy. Measure again.")
    print(f"\n{'page':<48}{'ms':>8}{'÷ H':>8}{'target':>8}{'queries':>9}{'kB':>8}")
    for case in CASES:
        ratio = [cost / own for cost, own in zip(costs[case.name], hellos, strict=True)]
        queries, size = _once(product, case, sizes)
        cells = f"{median(costs[case.name]) * 1000:>8.2f}{median(ratio):>8.2f}{case.target:>8.1f}"
        print(f"{case.name:<48}{cells}{queries:>9}{size / 1000:>8.1f}")
    pages = [median(costs[name]) for name in ("list, page 1", "list, page 1,000")]
    print(f"\nPage 1,000 costs {pages[1] / pages[0]:.0%} of page 1 (target 80% to 120%).")


def _once(product: Process, case: Case, sizes: Sizes) -> tuple[int, int]:
    """Return the queries of one answer and its length."""
    before = product.state()["queries"]
    length = product.ask(case.addresses(sizes, "once", 1))
    return product.state()["queries"] - before, length


if __name__ == "__main__":
    main()
