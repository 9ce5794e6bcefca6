"""The codes an organisation is known by, as its admins write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.model.organisation import Organisation, OrganisationIdentifier

# Namespace, its name in a list, and what its values look like. ODS: the codes of NHS England's Organisation
# Data Service. GSS: the nine-character codes of the Office for National Statistics.
_NAMESPACES = {
    "ODS": ("ODS code", r"[A-Z0-9]{3,10}", "like RX1"),
    "GSS": ("GSS code", r"[A-Z][0-9]{8}", "like E06000001"),
    "charity": ("Charity number", r"(SC|NIC)?[0-9]{6,7}", "like 1234567 or SC012345"),
    "company": ("Company number", r"[A-Z0-9]{8}", "like 01234567"),
}
EDITABLE = frozenset(_NAMESPACES)
NAMES = {namespace: name for namespace, (name, _, _) in _NAMESPACES.items()}


@dataclass(frozen=True, order=True)
class Identifier:
    """One code and the list it comes from."""

    namespace: str
    value: str

    def __str__(self) -> str:
        return f"{NAMES.get(self.namespace, self.namespace)} {self.value}"

    @classmethod
    def of(cls, row: OrganisationIdentifier) -> "Identifier":
        return cls(row.namespace, row.value)

    @classmethod
    def typed(cls, namespace: str, value: str) -> "Identifier":
        """Take a code as written: capitals and spaces make no difference."""
        return cls(namespace, re.sub(r"\s", "", value).upper())

    @classmethod
    def all_of(cls, organisation: Organisation) -> "Iterator[Identifier]":
        """Return the codes that can be edited, in order."""
        yield from sorted(cls.of(row) for row in organisation.identifiers if row.namespace in EDITABLE)

    @property
    def refusal(self) -> str | None:
        """Say what is wrong with the way it is written, if anything."""
        name, pattern, like = _NAMESPACES[self.namespace]
        return None if re.fullmatch(pattern, self.value) else f"Enter the {_in_sentence(name)} {like}"


def _in_sentence(name: str) -> str:
    return name if name[1].isupper() else name[0].lower() + name[1:]
