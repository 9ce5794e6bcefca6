"""Writes the table of Python packages in THIRD-PARTY-LICENCES.md from what each says of itself."""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- packages: begin -->", "<!-- packages: end -->"

# What a package's own LICENSE file says, where its metadata says nothing, or only "see the file".
FROM_THE_LICENCE_FILE = {
    "huey": "MIT",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pysqlite3": "Zlib",
    "waitress": "ZPL-2.1",
}


def licence_of(package: metadata.Distribution) -> str:
    about = package.metadata.json
    classifiers = [
        classifier.rsplit(" :: ", 1)[-1]
        for classifier in about.get("classifier", [])
        if classifier.startswith("License :: ") and not classifier.endswith(("Approved", "Dual License"))
    ]
    free_text = str(about.get("license", ""))
    return (
        FROM_THE_LICENCE_FILE.get(package.name.lower())
        or str(about.get("license_expression", ""))
        or " or ".join(classifiers)
        or (free_text if "\n" not in free_text else "")
        or "unknown"
    )


def home_of(package: metadata.Distribution) -> str:
    about = package.metadata.json
    links = dict(link.lower().split(", ", 1) for link in about.get("project_url", []))
    kinds = ("source", "source code", "repository", "github", "homepage", "home", "documentation")
    return str(about.get("home_page", "")) or next((links[kind] for kind in kinds if kind in links), "")


def rows() -> list[str]:
    lock = (ROOT / "requirements.txt").read_text()
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[.*\])?==", lock, re.MULTILINE)
    installed = {re.sub(r"[-_.]+", "-", found.name.lower()): found for found in metadata.distributions()}
    return [
        f"| {package.name} | {package.version} | {licence_of(package)} | {home_of(package)} |"
        for name in sorted(set(names))
        if (package := installed.get(name))
    ]


def main() -> None:
    page = ROOT / "THIRD-PARTY-LICENCES.md"
    before, rest = page.read_text().split(BEGIN)
    _, after = rest.split(END)
    table = ["", "| package | version | licence | home |", "|---|---|---|---|", *rows(), ""]
    page.write_text(before + BEGIN + "\n".join(table) + END + after)


if __name__ == "__main__":
    main()
