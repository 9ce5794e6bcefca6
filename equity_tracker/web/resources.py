"""The frame of the API: one description (OpenAPI) made from its views, and what holds for every answer."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, current_app, request
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate
from webargs.flaskparser import FlaskParser

from equity_tracker.web import problems, throttle

VERSION = "1"
PREFIX = "/api/v1"
# Below it is what an organisation's own systems use, with a token. No other site's pages may.
OF_SYSTEMS = f"{PREFIX}/organisation"
SECONDS_KEPT = 20
# Of what is read without a token, all that the page cache may keep.
KEPT = tuple(
    f"{PREFIX}/{name}"
    for name in "openapi.json commitments organisations programmes reports rounds statements case-studies"
    " supports vocabulary".split()
)
READS = "GET, HEAD, OPTIONS"
MOST_AT_ONCE = 100
_EXTENSION = "api description"
_FIRST_REFUSAL = 400
ABOUT = (
    "What was promised, by whom, by when, and how it stands. Everything that is read without a token "
    "comes from publications: frozen copies of exactly what the public may see."
)


class StrictParser(FlaskParser):
    """Refuses what was not asked for, by its name: a filter that is ignored would mislead."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": RAISE}


class Question(Schema):
    """What may stand behind the question mark of an address."""

    error_messages = {"unknown": "There is no such parameter here."}  # noqa: RUF012 - marshmallow's own way

    @pre_load
    def refuse_doubles(self, data: Any, **_: object) -> Any:  # noqa: ANN401 - as webargs hands it over
        """Refuse a parameter given twice where there can be one answer only."""
        doubles = {
            name: ["Give this once."]
            for name, values in getattr(data, "data", data).lists()
            if len(values) > 1 and not isinstance(self.fields.get(name), fields.List)
        }
        if doubles:
            raise ValidationError(doubles)
        return data


class Count(fields.Integer):
    """A whole number as we write it: Python reads `1_0` and other alphabets' digits too."""

    default_error_messages: dict[str, str | list[Any] | dict[Any, Any]] = {  # noqa: RUF012 - the same
        "invalid": "Give a whole number."
    }

    def _validated(self, value: Any) -> int:  # noqa: ANN401 - whatever was sent
        if not re.fullmatch(r"[0-9]{1,6}", str(value)):
            raise self.make_error("invalid", input=value)
        return int(value)


class Whole(validate.Regexp):
    """Holds all of a text to a pattern: `$` would let a line break through behind it."""

    def __call__(self, value: str) -> str:  # type: ignore[override]
        if not re.fullmatch(str(self.regex.pattern), value):
            raise ValidationError(self.error)
        return value


class PageQuestion(Question):
    """Which part of a list is wanted."""

    after = fields.String(
        validate=Whole(r"^[A-Za-z0-9_-]{1,1000}$", error="This is no cursor of ours."),
        metadata={"description": "Go on after this place: take it from `next`, and do not make it yourself."},
    )
    limit = Count(
        load_default=25,
        validate=validate.Range(1, MOST_AT_ONCE, error=f"Give a number from 1 to {MOST_AT_ONCE}."),
        metadata={"description": "How many at once.", "example": 25},
    )


class ErrorOfField(Schema):
    field = fields.String(
        required=True, metadata={"description": "The parameter or field, with dots inside rows."}
    )
    messages = fields.List(
        fields.String(), required=True, metadata={"description": "What is wrong, and what to do."}
    )


class ProblemSchema(Schema):
    """A refusal, as problem details (RFC 9457)."""

    type = fields.Url(required=True, metadata={"description": "Where this kind of refusal is explained."})
    title = fields.String(required=True, metadata={"description": "The kind of refusal."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status, again."})
    detail = fields.String(required=True, metadata={"description": "What is wrong this time."})
    instance = fields.String(
        required=True, metadata={"description": "The id of the request, to be quoted to the operator."}
    )
    errors = fields.List(
        fields.Nested(ErrorOfField),
        required=True,
        metadata={"description": "The parameters and fields at fault; empty when none is."},
    )
    current = fields.Dict(metadata={"description": "Of a change that came too late: what stands now."})


class Description(Api):
    """The one document that describes every resource. It serves no page: `api` shows it as one of ours."""

    DEFAULT_ERROR_RESPONSE_NAME = "problem"
    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        self._titles: set[str] = set()
        super().__init__(app)

    def _register_error_handlers(self) -> None:
        """Leave refusals to `errors.py`."""

    def _register_etag_headers(self) -> None:
        """Leave out what flask-smorest would do by itself: the page cache does it."""

    _register_pagination_header = _register_etag_headers

    def register_blueprint(self, blueprint: "Resources", **options: Any) -> None:  # noqa: ANN401 - passed on
        """Register its views, and describe them under its title."""
        app = self._app
        for name, shape in blueprint.shapes.items():
            if name not in self.spec.components.schemas:
                self.spec.components.schema(name, shape)
        app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        app.register_blueprint(blueprint, **options)
        blueprint.register_views_in_doc(self, app, self.spec, name=blueprint.name, parameters=None)
        if blueprint.title not in self._titles:
            self._titles.add(blueprint.title)
            self.spec.tag({"name": blueprint.title, "description": blueprint.description})

    def _register_responses(self) -> None:
        """Describe every refusal, each under the name that the views' own decorators give it."""
        told = {f"{code}": f"{title}: {detail}" for code, (title, detail) in problems.TITLES.items()}
        others = {"UNPROCESSABLE_ENTITY": told["422"], "problem": "Any other refusal."}
        for name, words in (told | others).items():
            body = {problems.MEDIA_TYPE: {"schema": ProblemSchema}}
            self.spec.components.response(name, {"description": words, "content": body})


class Resources(Blueprint):
    """Views of the API. Each is described by its docstring, and known by its name."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        title: str,
        description: str,
        shapes: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        """Begin a group of the description.

        :param shapes: JSON Schemas by name, for views that describe what they send and take themselves.
        """
        super().__init__(name, import_name, url_prefix=PREFIX, description=description)
        self.title = title
        self.shapes = shapes or {}

    def _store_endpoint_docs(
        self,
        endpoint: str,
        obj: Any,  # noqa: ANN401 - a view
        parameters: list[dict[str, Any]] | None,
        tags: list[str] | None,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags or [self.title], **options)
        for method, said in self._docs[endpoint].items():
            if method != "parameters":
                said.setdefault("manual_doc", {}).setdefault("operationId", endpoint)


def reading(name: str, import_name: str) -> Resources:
    """Begin what is read without a token: kept for some seconds, the same for everybody."""
    blueprint = Resources(
        name,
        import_name,
        title="Reading",
        description="What anyone may read, and any page of any site. All of it comes from publications.",
    )
    blueprint.before_request(refuse_too_many)
    blueprint.after_request(let_it_be_kept)
    return blueprint


def init_app(app: Flask) -> None:
    """Call it before the blueprints are registered."""
    app.config.update(
        API_TITLE="Equity Tracker",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": ABOUT},
            "servers": [{"url": app.config["SETTINGS"].public_base_url}],
        },
    )
    app.extensions[_EXTENSION] = described = Description(app)
    described.spec.components.security_scheme(
        "token",
        {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "eqt_…",
            "description": "A token of an organisation, which its admins make in its settings.",
        },
    )
    app.after_request(_let_others_read)


def register(app: Flask, blueprint: FlaskBlueprint) -> None:
    """Register pages as they are; resources, which are described, in the description too."""
    place = app.extensions[_EXTENSION] if isinstance(blueprint, Resources) else app
    place.register_blueprint(blueprint)


def description() -> dict[str, Any]:
    """Return the OpenAPI document of the running application."""
    described: dict[str, Any] = current_app.extensions[_EXTENSION].spec.to_dict()
    return described | {"paths": dict(sorted(described["paths"].items()))}


def refuse_too_many() -> None:
    """Count a read for where it came from. What the page cache answers never comes here."""
    if request.method != "OPTIONS":
        throttle.count((throttle.API_BY_NETWORK, throttle.network()))


def let_it_be_kept(response: Response) -> Response:
    if response.status_code < _FIRST_REFUSAL:
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response


def is_public(path: str) -> bool:
    """Say whether an address of the API is read without a token."""
    if path == PREFIX:
        return True
    return path.startswith(f"{PREFIX}/") and path != OF_SYSTEMS and not path.startswith(f"{OF_SYSTEMS}/")


def _let_others_read(response: Response) -> Response:
    """Let pages of other sites read what is public, always in the same words, so that caches may keep them.

    Never with credentials, and nothing else: a write has no such header and fails in any browser.
    """
    if is_public(request.path) and request.method in {"GET", "HEAD", "OPTIONS"}:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After, X-Request-ID"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = READS
            response.headers["Access-Control-Max-Age"] = "86400"
    return response
