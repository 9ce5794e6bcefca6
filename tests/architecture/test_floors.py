"""What is installed is what is locked, and no part is older than the version that mended its known faults."""

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FLOORS: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/architecture/floors.toml").read_text())["floor"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]

# A requirement, its continuation lines, and nothing that begins another.
ENTRY = re.compile(r"^(?P<requirement>[A-Za-z0-9][^\\\n]*)\\?\n(?P<rest>(?:[ \t]+.*\n)*)", re.MULTILINE)


def locked(text: str) -> dict[str, str]:
    """Return the version of each package that this machine would get, by canonical name."""
    requirements = [Requirement(entry["requirement"].strip()) for entry in ENTRY.finditer(text)]
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


def unpinned(text: str) -> list[str]:
    return [
        entry["requirement"]
        for entry in ENTRY.finditer(text)
        if "==" not in entry["requirement"] or "--hash=sha256:" not in entry["rest"]
    ]


def below_floor(versions: dict[str, str]) -> list[str]:
    return [
        f"{floor['name']} {version} is older than {floor['minimum']}: {', '.join(floor['advisories'])}"
        for floor in FLOORS
        if (version := versions.get(canonicalize_name(floor["name"])))
        and Version(version) < Version(floor["minimum"])
    ]


def runtime() -> dict[str, str]:
    return locked((ROOT / "requirements.txt").read_text())


def test_nothing_locked_is_below_its_floor() -> None:
    assert below_floor(runtime()) == []


def test_nothing_installed_is_below_its_floor() -> None:
    assert below_floor({name: metadata.version(name) for name in runtime()}) == []


def test_every_floor_names_a_part_in_use() -> None:
    assert {canonicalize_name(floor["name"]) for floor in FLOORS} <= set(runtime())


def test_every_floor_says_why() -> None:
    assert all(floor["advisories"] and floor["fault"] and floor["added"] for floor in FLOORS)


def test_what_is_installed_is_what_is_locked() -> None:
    assert {name: metadata.version(name) for name in runtime()} == runtime()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert len(locked(text)) > 40
    assert unpinned(text) == []


@pytest.mark.parametrize("lock", [*LOCKS, "requirements.in", "requirements-dev.in"])
def test_a_requirements_file_names_no_index(lock: str) -> None:
    assert (
        re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|://", (ROOT / lock).read_text()) == []
    )


def test_every_direct_requirement_says_what_it_is_for() -> None:
    lines = (ROOT / "requirements.in").read_text().splitlines()
    requirements = [line for line in lines if line and not line.startswith("#")]

    assert requirements
    assert [line for line in requirements if not re.search(r"  # .+ \(.+\)$", line)] == []


def test_every_package_that_the_product_runs_on_is_in_the_list_of_licences() -> None:
    page = (ROOT / "THIRD-PARTY-LICENCES.md").read_text()
    rows = re.findall(r"^\| ([\w.-]+) \| ([\d.a-z]+) \|", page, re.MULTILINE)

    assert runtime().items() <= {canonicalize_name(name): version for name, version in rows}.items()


def test_sqlite_is_new_enough_for_two_writers() -> None:
    assert pysqlite3.dbapi2.sqlite_version_info >= (3, 51, 3)


def test_a_part_below_its_floor_is_noticed() -> None:
    assert below_floor({"werkzeug": "3.1.5"}) != []
    assert below_floor({"werkzeug": "3.1.6"}) == []


def test_a_requirement_without_hash_or_pin_is_noticed() -> None:
    assert unpinned("flask==3.1.3 \\\n    --hash=sha256:00\n") == []
    assert unpinned("flask==3.1.3\n    # via -r requirements.in\n") == ["flask==3.1.3"]
    assert unpinned("flask>=3 \\\n    --hash=sha256:00\n") == ["flask>=3 "]
