"""Whether ten times as many commitments make a page dearer: the same pages of two registers, turn about."""

from statistics import median

from benchmarks.pages import CASES
from benchmarks.processes import Process
from benchmarks.rounds import Asked, warm_up
from benchmarks.verdicts import Verdicts

MOST_TIMES = 1.5
# Of commitments asked for once there are not more.
ROUNDS = 4


def main(hello: Process, few: Asked, many: Asked, verdicts: Verdicts) -> None:
    """Measure the pages that must not grow, and the search that may grow a little."""
    cases = [case for case in CASES if case.scales or case.milliseconds]
    warm_up(hello, [few, many], cases)
    costs: dict[str, list[tuple[float, float]]] = {case.name: [] for case in cases}
    for number in range(ROUNDS):
        for case in cases:
            run = f"scale-{number}"
            pair = few.cost(case, run), many.cost(case, run)
            costs[case.name].append(pair)
    for case in cases:
        pairs = costs[case.name]
        if case.scales:
            times = median(large_cost / small_cost for small_cost, large_cost in pairs)
            verdicts.about(10, f"{case.name}: of a million ÷ of 100,000", times, MOST_TIMES)
        if case.milliseconds is not None:
            cost = 1000 * median(large_cost for _, large_cost in pairs)
            verdicts.about(case.task, f"{case.name}, of a million", cost, case.milliseconds[1], " ms")
