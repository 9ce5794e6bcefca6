"""How to cite one publication of a promise: as a sentence, and as files that reference managers read."""

import re
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.dates import long_date

# What has a meaning in BibTeX, and how it is written as itself.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{each: f"\\{each}" for each in "&%$#_{}"},
}


@dataclass(frozen=True)
class Citation:
    """Who said what, in which publication of it, when, and where it stays readable."""

    organisation: str
    title: str
    register: str
    form: str
    reference: str
    number: int
    published_on: date
    address: str

    @property
    def what(self) -> str:
        return f"{self.form} {self.reference}, publication {self.number}"

    @property
    def key(self) -> str:
        """The name of the files, and of the entry in BibTeX."""
        return f"{self.reference}-publication-{self.number}".lower()

    def sentence(self, retrieved_on: date) -> str:
        return (
            f"{self.organisation}, “{self.title}”, {self.what}, {long_date(self.published_on)}."
            f" {self.register}, {self.address} (retrieved on {long_date(retrieved_on)})."
        )

    def bibtex(self, retrieved_on: date) -> str:
        """Write it as an entry. Double braces keep names and capitals as they are."""
        fields = {
            "author": f"{{{_bibtex(self.organisation)}}}",
            "title": f"{{{_bibtex(self.title)}}}",
            "howpublished": _bibtex(self.register),
            "note": _bibtex(self.what),
            "year": str(self.published_on.year),
            "month": str(self.published_on.month),
            "day": str(self.published_on.day),
            # As it is: the packages that print addresses take them word for word.
            "url": self.address,
            "urldate": retrieved_on.isoformat(),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    def ris(self, retrieved_on: date) -> str:
        """Write it as a record of RIS, whose lines end as those of Windows do."""
        rows = (
            ("TY", "ELEC"),
            ("AU", self.organisation),
            ("TI", self.title),
            ("PB", self.register),
            ("PY", f"{self.published_on:%Y}"),
            ("DA", f"{self.published_on:%Y/%m/%d}"),
            ("N1", self.what),
            ("UR", self.address),
            ("Y2", f"{retrieved_on:%Y/%m/%d}"),
            ("ER", ""),
        )
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in rows)


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
