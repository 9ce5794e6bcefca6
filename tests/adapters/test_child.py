"""Processes of their own begin without the product: each report and each upload waits for them."""

import re
import subprocess
from pathlib import Path

import pytest

from equity_tracker.adapters import child

FOLDER = Path(child.__file__).parent
PROGRAMS = sorted(
    path.stem
    for path in FOLDER.glob("*.py")
    if path.stem != "child" and 'if __name__ == "__main__"' in path.read_text()
)
OF_THE_PRODUCT = {"flask", "sqlalchemy", "wtforms", "equity_tracker.cli", "equity_tracker.model.base"}


def test_there_are_programs() -> None:
    assert {"file_check_child", "pdf_archive", "pdf_child", "pdf_join"} <= set(PROGRAMS)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_child_brings_nothing_of_the_product_along(name: str) -> None:
    python, *rest = child.command(name)
    ended = subprocess.run(
        [python, "-X", "importtime", *rest], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )

    brought = set(re.findall(r"^import time:.*\| +(\S+)$", ended.stderr.decode(), re.MULTILINE))
    assert {"runpy", "json"} <= brought
    assert brought.isdisjoint(OF_THE_PRODUCT)
