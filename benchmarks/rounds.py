"""Measures in rounds, every second one backwards, so that a drifting machine is fair to all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median

from benchmarks.pages import CASES, Case, Sizes
from benchmarks.processes import Process

ROUNDS = 5
HELLO_REQUESTS = 600
DRIFT = 0.25


@dataclass(frozen=True)
class Measured:
    """What one kind of request costs: as a multiple of a hello in the same round, and by itself."""

    case: Case
    ratio: float
    milliseconds: float
    queries: int
    length: int


class Asked:
    """One product under measurement."""

    def __init__(self, product: Process) -> None:
        self.product = product
        self.sizes = Sizes(**product.state()["sizes"])
        self._unseen: dict[str, Iterator[object]] = {}

    def addresses(self, case: Case, run: str, number: int) -> list[str]:
        unseen = self._unseen.setdefault(case.name, case.unseen(self.sizes) if case.unseen else repeat(0))
        return case.addresses(self.sizes, run, number, unseen)

    def cost(self, case: Case, run: str) -> float:
        return self.product.cost(self.addresses(case, run, case.requests))

    def once(self, case: Case) -> tuple[int, int]:
        """Return the queries of one answer and its length."""
        before = self.product.state()["queries"]
        length = self.product.ask(self.addresses(case, "once", 1))
        return self.product.state()["queries"] - before, length


def measure(hello: Process, asked: Asked, cases: Sequence[Case] = CASES) -> list[Measured]:
    """Measure the cases, and print each cost."""
    warm_up(hello, [asked], cases)
    hellos: list[float] = []
    costs: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(ROUNDS):
        hellos.append(hello.cost(["/"] * HELLO_REQUESTS))
        for case in cases if number % 2 == 0 else cases[::-1]:
            costs[case.name].append(asked.cost(case, f"round-{number}"))
        print(f"Round {number + 1} of {ROUNDS}", flush=True)
    measured = [_measured(case, costs[case.name], hellos, asked) for case in cases]
    _print(measured, hellos)
    return measured


def warm_up(hello: Process, products: Sequence[Asked], cases: Sequence[Case]) -> None:
    hello.ask(["/"] * 50)
    for asked in products:
        for case in cases:
            asked.product.ask(asked.addresses(case, "warm-up", min(20, case.requests)))


def _measured(case: Case, costs: list[float], hellos: list[float], asked: Asked) -> Measured:
    ratio = median(cost / hello for cost, hello in zip(costs, hellos, strict=True))
    queries, length = asked.once(case)
    return Measured(case, ratio, 1000 * median(costs), queries, length)


def _print(measured: list[Measured], hellos: list[float]) -> None:
    hello = median(hellos)
    print(f"\nA Flask hello: {hello * 1000:.3f} ms of processor time (H).")
    if max(hellos) - min(hellos) > DRIFT * hello:
        print(f"It drifted by more than {DRIFT:.0%} between rounds: the machine was busy. Measure again.")
    print(f"\n{'page':<48}{'ms':>8}{'÷ H':>8}{'queries':>9}{'kB':>8}")
    for each in measured:
        cells = f"{each.milliseconds:>8.2f}{each.ratio:>8.2f}{each.queries:>9}{each.length / 1000:>8.1f}"
        print(f"{each.case.name:<48}{cells}")
