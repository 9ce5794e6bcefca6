"""Fields where a person picks from a list: one, several, or yes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Protocol, Unpack

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from equity_tracker.model.vocabulary import OUR_WORDING
from equity_tracker.web.base_field import AppField, Settings

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'])")


class Term(Protocol):
    """What a vocabulary term has; its `source` and `example` are shown too."""

    @property
    def slug(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def definition(self) -> str: ...


@dataclass(frozen=True)
class Option:
    """One thing to pick.

    The first sentence of the hint stands beside it; the rest, the example and the source under the list.
    """

    value: str
    label: str
    hint: str = ""
    example: str = ""
    source: str = ""
    group: str = ""

    @property
    def first_sentence(self) -> str:
        return _SENTENCE_END.split(self.hint, maxsplit=1)[0]

    @property
    def has_more(self) -> bool:
        """Whether there is more to read than what stands beside the choice."""
        return bool(self.example or self.source or self.first_sentence != self.hint)


def grouped(terms: Iterable[Term], groups: Iterable[Term]) -> tuple[Option, ...]:
    """Return the terms as options, each under the label of the term that it belongs to, in that order."""
    known = list(terms)
    return tuple(
        replace(as_option(term), group=group.label)
        for group in groups
        for term in known
        if getattr(term, "parent", "") == group.slug
    )


def as_option(term: Option | Term) -> Option:
    if isinstance(term, Option):
        return term
    source = getattr(term, "source", "")
    return Option(
        value=term.slug,
        label=term.label,
        hint=term.definition,
        example=getattr(term, "example", ""),
        source="" if source == OUR_WORDING else source,
    )


class ListField(AppField):
    """What the fields with a list share: the options, and finding those that were picked."""

    def __init__(
        self,
        label: str,
        terms: Iterable[Option | Term] = (),
        *,
        outside: str = "",
        reveals: Mapping[str, str] | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, **settings)
        self.options: tuple[Option, ...] = ()
        self.outside = outside
        self.reveals = dict(reveals or {})
        self.revealed: dict[str, AppField] = {}  # the fields of those names, once the form is made
        self.offer(terms)

    def offer(self, terms: Iterable[Option | Term]) -> None:
        """Set what may be picked, where that depends on who is asking."""
        self.options = tuple(as_option(term) for term in terms)

    @property
    def picked(self) -> list[str]:
        """The values picked, in the order given."""
        raise NotImplementedError

    @property
    def has_definitions(self) -> bool:
        return any(option.has_more for option in self.options)

    @property
    def runs(self) -> list[tuple[list[tuple[str, Option]], AppField | None]]:
        """Options with their ids, next to one another while they open the same field, and that field.

        The first option has the field's own id, so that the error summary leads to it.
        """
        ids = [self.id, *(f"{self.id}-{number}" for number in range(2, len(self.options) + 1))]
        by_field = groupby(
            zip(ids, self.options, strict=False), key=lambda pair: self.reveals.get(pair[1].value)
        )
        runs = [(list(pairs), name) for name, pairs in by_field]
        opened = [name for _, name in runs if name]
        if len(opened) != len(set(opened)):
            raise ValueError(f"The options of {self.name} that open the same field must stand together")
        return [(pairs, self.revealed[name] if name else None) for pairs, name in runs]

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """Options next to one another under the same heading, and that heading."""
        return [(group, list(options)) for group, options in groupby(self.options, key=lambda row: row.group)]

    def opens(self, name: str) -> bool:
        """Whether an option that was picked opens the field of that name."""
        return any(self.reveals.get(value) == name for value in self.picked)

    def check(self, form: BaseForm) -> None:  # noqa: ARG002 - as in the base class
        offered = {option.value for option in self.options}
        if not offered.issuperset(self.picked):
            raise StopValidation(self.outside or self.not_in_list)

    @property
    def not_in_list(self) -> str:
        return f"Choose {self.noun.a} from the list"

    @property
    def is_blank(self) -> bool:
        return not self.picked

    @property
    def as_typed(self) -> str:
        labels = {option.value: option.label for option in self.options}
        return ", ".join(labels.get(value, value) for value in self.picked)


class Choice(ListField):
    """One of a few, as radio buttons. `none` adds a last one that takes an answer back."""

    kind = "choice"
    data: str | None

    def __init__(
        self,
        label: str,
        terms: Iterable[Option | Term] = (),
        *,
        none: str = "",
        inline: bool = False,
        outside: str = "",
        reveals: Mapping[str, str] | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, terms, outside=outside, reveals=reveals, **settings)
        self.none = none
        self.inline = inline

    def process_data(self, value: object) -> None:
        self.data = None if value is None else _key(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if len(valuelist) > 1:
            raise ValueError(f"Choose only one {self.noun.bare}")
        self.data = (valuelist[0] or None) if valuelist else None

    @property
    def picked(self) -> list[str]:
        return [] if self.data is None else [self.data]


class Pick(Choice):
    """One of many, as a drop-down list."""

    kind = "pick"

    def __init__(
        self,
        label: str,
        terms: Iterable[Option | Term] = (),
        *,
        none: str = "Choose one",
        outside: str = "",
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, terms, none=none, outside=outside, **settings)


class Choices(ListField):
    """Any number of a list, as checkboxes. The noun is plural."""

    kind = "choices"
    data: list[str]

    def __init__(
        self,
        label: str,
        terms: Iterable[Option | Term] = (),
        *,
        minimum: int = 0,
        maximum: int | None = None,
        outside: str = "",
        reveals: Mapping[str, str] | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, terms, outside=outside, reveals=reveals, **settings)
        self.minimum = minimum
        self.maximum = maximum

    def process_data(self, value: Iterable[object] | None) -> None:
        self.data = [_key(item) for item in value or ()]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(filter(None, valuelist)))

    def check(self, form: BaseForm) -> None:
        super().check(form)
        if len(self.data) < self.minimum:
            raise StopValidation(f"Choose at least {self.minimum} {self.noun.bare}")
        if self.maximum is not None and len(self.data) > self.maximum:
            raise StopValidation(
                f"Choose no more than {self.maximum} {self.noun.bare}. You have chosen {len(self.data)}"
            )

    @property
    def not_in_list(self) -> str:
        return f"Choose {self.noun.bare} from the list"

    @property
    def picked(self) -> list[str]:
        return self.data


class Tick(AppField):
    """A single checkbox: ticked is yes."""

    kind = "tick"
    data: bool

    def process_data(self, value: object) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        # An unticked box posts nothing. Whatever comes counts as ticked: a box may keep something private.
        self.data = bool(valuelist)

    @property
    def is_blank(self) -> bool:
        return not self.data

    @property
    def as_typed(self) -> str:
        return "Yes" if self.data else "No"


def _key(value: object) -> str:
    """Return what is posted for a value: a term's slug, an enum's value, or the value itself."""
    if isinstance(value, Enum):
        return str(value.value)
    return str(getattr(value, "slug", value))
