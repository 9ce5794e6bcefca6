"""What may be asked of each list, as the register's own page takes it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.public.filters import FACETS, LONGEST_SEARCH, MOST_ANSWERS, OPEN_FACETS, SORT_LABELS
from equity_tracker.web.resources import PageQuestion

_OPEN = {
    "programme": ("The slug of a programme.", "fairer-harbour"),
    "organisation": ("The slug of an organisation.", "harbour-trust"),
    "source_status": ("Of records from elsewhere: how their source judged them.", "Completed"),
}
_SEVERAL = "Given several times, any of the answers will do."


def _answers(inner: fields.String, about: str, example: str) -> fields.List[Any]:
    return fields.List(
        inner,
        validate=validate.Length(max=MOST_ANSWERS, error=f"Give no more than {MOST_ANSWERS} answers."),
        metadata={
            "description": f"{about} {_SEVERAL}",
            "example": [example],
            "explode": True,
            "style": "form",
        },
    )


def _one_of(labels: Mapping[str, str]) -> fields.String:
    return fields.String(validate=validate.OneOf(list(labels), error="There is no such answer."))


_FILTERS: dict[str, fields.Field[Any]] = {
    facet.name: _answers(_one_of(facet.labels), f"{facet.title}.", next(iter(facet.labels)))
    for facet in FACETS
} | {
    name: _answers(fields.String(validate=validate.Length(1, 80)), *_OPEN.get(name, (f"{title}.", "")))
    for name, title in OPEN_FACETS.items()
}

RegisterQuestion = PageQuestion.from_dict(
    {
        "q": fields.String(
            validate=validate.Length(
                max=LONGEST_SEARCH, error=f"Search for {LONGEST_SEARCH} characters or fewer."
            ),
            metadata={
                "description": "Words that are to occur; the last may be the beginning of one.",
                "example": "wage",
            },
        ),
        **_FILTERS,
        "sort": fields.String(
            validate=validate.OneOf([sort.value for sort in SORT_LABELS], error="There is no such order."),
            metadata={"description": "The order. None of them ranks anybody.", "example": "newest"},
        ),
    },
    name="RegisterQuestion",
)
OrganisationsQuestion = PageQuestion.from_dict(
    {
        "q": fields.String(
            validate=validate.Length(max=LONGEST_SEARCH),
            metadata={"description": "Beginnings of words of the name.", "example": "harbour"},
        ),
        "kind": fields.String(
            validate=validate.OneOf(ORGANISATION_KINDS.slugs, error="There is no such kind."),
            metadata={"description": "The kind of organisation.", "example": "council"},
        ),
    },
    name="OrganisationsQuestion",
)
RoundsQuestion = PageQuestion.from_dict(
    {
        "programme": fields.String(
            validate=validate.Length(1, 80),
            metadata={"description": "The slug of a programme.", "example": "fairer-harbour"},
        )
    },
    name="RoundsQuestion",
)
