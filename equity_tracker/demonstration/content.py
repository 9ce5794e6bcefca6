"""What the demonstration says, read from its files. The first lines of each file describe its format."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
FIRST_PROGRAMME = "fairer-harbour"

# One table of a TOML file; its values are texts, numbers, dates, lists and tables.
Row = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """Every row of every file, in the order of files and rows."""

    as_of: date
    organisations: list[Row]
    changes: list[Row]
    programmes: list[Row]
    people: list[Row]
    commitments: list[Row]
    check_ins: list[Row]
    library: list[Row]
    amendments: list[Row]
    signing: list[str]
    drafts: list[Row]
    links: list[Row]


def read_content(folder: Path = DATA) -> Content:
    organisations = read_table(folder / "organisations.toml")
    programme = read_table(folder / "programme.toml")
    drafts = read_table(folder / "drafts.toml")
    return Content(
        as_of=programme["as_of"],
        organisations=organisations["organisations"],
        changes=organisations["changes"],
        programmes=programme["programmes"],
        people=programme["people"],
        commitments=[row for path in sorted(folder.glob("commitments_*.toml")) for row in _commitments(path)],
        check_ins=[
            row for path in sorted(folder.glob("check_ins_*.toml")) for row in read_table(path)["check_ins"]
        ],
        library=read_table(folder / "library.toml")["entries"],
        amendments=read_table(folder / "amendments.toml")["amendments"],
        signing=drafts["signing"],
        drafts=drafts["drafts"],
        links=drafts["links"],
    )


def read_table(path: Path) -> Row:
    return tomllib.loads(path.read_text("utf-8"))


def _commitments(path: Path) -> list[Row]:
    return [{"programme": FIRST_PROGRAMME} | row for row in read_table(path)["commitments"]]
