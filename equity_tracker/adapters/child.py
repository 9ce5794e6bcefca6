"""Starts one module of this folder in a process of its own, without the rest of the product.

Importing `equity_tracker` or its model the usual way puts the whole application together. A child that
prints a report or looks into a file needs none of that, and would begin two seconds later.
"""

import runpy
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
# What stands in their __init__ is not run.
PACKAGES = ("equity_tracker", "equity_tracker.model")


def command(module: str) -> list[str]:
    """Return how to start a module of this folder as a program."""
    # -P: this folder is not a place to import from, as that of a script would be.
    return [sys.executable, "-P", __file__, module]


def main(module: str) -> None:
    sys.path.insert(0, str(ROOT))
    for name in PACKAGES:
        package = ModuleType(name)
        package.__path__ = [str(ROOT.joinpath(*name.split(".")))]
        sys.modules[name] = package
    runpy.run_module(f"equity_tracker.adapters.{module}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
