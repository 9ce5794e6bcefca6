"""Fields of the API's answers: each says what it holds, with an example. What is missing is null."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate
from marshmallow.schema import SchemaMeta

from equity_tracker.model.vocabulary import ALL

# In the metadata of a field: what makes the field of its code.
CODE = "code"


class Code(fields.String):
    """The slug of a term, read from where its words are."""

    def __init__(self, of: str, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(**kwargs)
        self.of = of

    def serialize(self, attr: str, obj: Any, accessor: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - marshmallow's own signature
        return super().serialize(self.of, obj, accessor, **kwargs)


class _WithCodes(SchemaMeta):
    """Puts the code of each term beside its words, as every file does: `domain` and `domain_code`."""

    @classmethod
    def get_declared_fields(
        cls, klass: SchemaMeta, cls_fields: list[Any], inherited_fields: list[Any], dict_cls: type = dict
    ) -> dict[str, fields.Field[Any]]:
        declared = super().get_declared_fields(klass, cls_fields, inherited_fields, dict_cls)
        found: dict[str, fields.Field[Any]] = {}
        for name, field in declared.items():
            found[name] = field
            if (code := field.metadata.get(CODE)) is not None:
                found[f"{name}_code"] = code(field.attribute or name)
        return found


class Answer(Schema, metaclass=_WithCodes):
    """An object of the API. Whatever was never said is null, or an empty list, and never left out."""

    def __init_subclass__(cls) -> None:
        """Describe it by its docstring."""
        super().__init_subclass__()
        said = {"description": cls.__doc__} if cls.__doc__ else {}
        # Fields may be added one day: the description promises no more than those it names.
        cls.Meta = type("Meta", (cls.Meta,), said | {"unknown": EXCLUDE})  # type: ignore[misc, assignment]

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:  # noqa: ANN401, ARG002 - marshmallow's own signature
        return super().get_attribute(obj, attr, None)


class Rows(fields.List[Any]):
    """A list, perhaps read from where another one is; of older records, which were not asked, empty."""

    def __init__(self, inner: fields.Field[Any], *, of: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(inner, **kwargs)
        self.of = of

    def serialize(self, attr: str, obj: Any, accessor: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's own signature
        return super().serialize(self.of or attr, obj, accessor, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's own signature
        return super()._serialize(value or [], attr, obj, **kwargs)


class Words(fields.String):
    """The words of a term, of which a record holds the slug."""

    def __init__(self, labels: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(**kwargs)
        self.labels = labels

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 - marshmallow's own signature
        return None if value is None else self.labels[value]


class Day(fields.Date):
    """A day, stored as one or as publications print it."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's own signature
        return super()._serialize(value, attr, obj, **kwargs) if isinstance(value, date) else value


def _said(description: str, example: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - of OpenAPI
    return {"description": description, "examples": [example], **more}


def text(description: str, example: str, *, always: bool = False, **named: Any) -> fields.String:  # noqa: ANN401 - passed on
    return fields.String(required=True, allow_none=not always, metadata=_said(description, example), **named)


def address(description: str, example: str, *, always: bool = False) -> fields.String:
    """A web address. Those of people may be of any age and shape, so they are not held to a pattern."""
    return fields.String(required=True, allow_none=not always, metadata=_said(description, example))


def day(description: str, example: str, *, always: bool = False) -> Day:
    return Day(required=True, allow_none=not always, metadata=_said(description, example))


def number(description: str, example: int, *, always: bool = True) -> fields.Integer:
    return fields.Integer(required=True, allow_none=not always, metadata=_said(description, example))


def amount(description: str, example: float) -> fields.Float:
    return fields.Float(required=True, allow_none=True, metadata=_said(description, example))


def yes_no(description: str, *, always: bool = False) -> fields.Boolean:
    return fields.Boolean(required=True, allow_none=not always, metadata=_said(description, example=True))


def term(*vocabularies: str, about: str, always: bool = False) -> fields.String:
    """Make the words of a term, and beside them its code. Terms that are retired stay on old records."""
    labels = _labels(vocabularies)
    slug, label = next(iter(labels.items()))
    where = " or ".join(f"`{name}`" for name in vocabularies)

    def code(attribute: str) -> fields.String:
        return Code(
            attribute,
            required=True,
            allow_none=not always,
            validate=validate.OneOf(list(labels)),
            metadata=_said(f"The same as a term of the vocabulary {where}.", slug),
        )

    metadata = _said(about, label) | {CODE: code}
    return Words(labels, required=True, allow_none=not always, metadata=metadata)


def terms(vocabulary: str, about: str) -> Rows:
    labels = _labels((vocabulary,))
    slug, label = next(iter(labels.items()))

    def codes(attribute: str) -> Rows:
        return Rows(
            fields.String(validate=validate.OneOf(list(labels))),
            of=attribute,
            required=True,
            metadata=_said(f"The same as terms of the vocabulary `{vocabulary}`.", [slug]),
        )

    return Rows(Words(labels), required=True, metadata=_said(about, [label]) | {CODE: codes})


def _labels(vocabularies: Sequence[str]) -> dict[str, str]:
    return {each.slug: each.label for name in vocabularies for each in ALL[name]}


def words(description: str, example: str) -> Rows:
    return Rows(fields.String(), required=True, metadata=_said(description, [example]))


def one(schema: type[Schema], description: str, *, always: bool = False) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=not always, metadata={"description": description})


def many(schema: type[Schema], description: str) -> Rows:
    return Rows(fields.Nested(schema), required=True, metadata={"description": description})


@cache
def page_of(item: type[Schema]) -> type[Schema]:
    """Make the schema of one page of a list."""
    return Answer.from_dict(
        {
            "items": fields.List(
                fields.Nested(item), required=True, metadata={"description": "This part of the list."}
            ),
            "next": fields.String(
                required=True,
                allow_none=True,
                metadata={"description": "The address of the next part; null at the end."},
            ),
        },
        name=f"{item.__name__}Page",
    )
