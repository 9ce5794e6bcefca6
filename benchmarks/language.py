"""What the language advisor costs: `python -m benchmarks.language`, also run by `make benchmarks`.

Prints the processor time for a text of 10,000 characters, and as a multiple of a floor measured in the same
run: splitting the same text into folded words, which every reader of words has to do.
"""

import time
from collections.abc import Callable
from statistics import median

from equity_tracker.model.language import advise

CHARACTERS = 10_000
TARGET_MS = 20
ROUNDS = 15
PLAIN = (
    "From April every new cleaning contract that we let will require the real living wage. The board reads"
    " the figures in public each quarter, and two unions sit on the panel that lets the contracts. "
)
WORST = (
    "We are committed to championing health equity and will do all we can for vulnerable groups, hard to"
    " reach families in deprived areas, and people who fall ill because of where they live. "
)
TEXTS = {
    "plain, nothing to ask": PLAIN,
    "something in every clause": WORST,
    "one phrase that never ends": "encourage our most vulnerable local ",
}


def main() -> None:
    print(f"{'10,000 characters':<30}{'ms':>8}{'÷ floor':>10}   target {TARGET_MS} ms")
    for name, piece in TEXTS.items():
        text = (piece * CHARACTERS)[:CHARACTERS]
        costs, floors = [], []
        for _ in range(ROUNDS):
            floors.append(_cost(lambda text=text: text.casefold().split(), 50))
            costs.append(_cost(lambda text=text: advise(text), 3))
        print(f"{name:<30}{median(costs) * 1000:>8.2f}{median(costs) / median(floors):>10.0f}")


def _cost(work: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


if __name__ == "__main__":
    main()
