"""One line for each target: what was measured, what was wanted, and whether it is met."""

GATE = 1.25
"""By how much a processor's time may miss its target, for it is not the same from run to run."""


class Verdicts:
    def __init__(self) -> None:
        self.missed = 0
        print(f"\n{'task':<6}{'what':<58}{'measured':>12}{'target':>12}  verdict")

    def at_most(self, task: int, what: str, measured: float, target: float, unit: str = "") -> None:
        """Judge a count, or a ratio of counts: every run finds the same."""
        self._tell(task, what, f"{measured:.4g}{unit}", f"≤ {target:g}{unit}", is_met=measured <= target)

    def about(self, task: int, what: str, measured: float, target: float | None, unit: str = "") -> None:
        """Judge a time, or a ratio of times; report one without a target."""
        if target is None:
            self._tell(task, what, f"{measured:.3g}{unit}", "–", is_met=True, verdict="reported")
            return
        near = f"within {GATE:g} of it" if target < measured <= GATE * target else ""
        is_met = measured <= GATE * target
        self._tell(task, what, f"{measured:.3g}{unit}", f"≤ {target:g}{unit}", is_met=is_met, verdict=near)

    def between(self, task: int, what: str, measured: float, least: float, most: float) -> None:
        self._tell(task, what, f"{measured:.3g}", f"{least:g}–{most:g}", is_met=least <= measured <= most)

    def _tell(self, task: int, what: str, *cells: str, is_met: bool, verdict: str = "") -> None:
        self.missed += not is_met
        said = verdict or ("met" if is_met else "MISSED")
        number = str(task or "")
        print(f"{number:<6}{what:<58}{cells[0]:>12}{cells[1]:>12}  {said}", flush=True)
