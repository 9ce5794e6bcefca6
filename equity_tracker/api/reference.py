"""The API's description as a page tells it: resources in groups, what may be asked, what is answered."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Described = Mapping[str, Any]
_REF = "#/components/schemas/"
# Where an example would repeat itself, or say too much to be read.
_MOST_LINES = 60
_SCALARS = {"integer": 1, "number": 1.5, "boolean": True, "string": "…"}


@dataclass(frozen=True)
class Asked:
    """One thing that may be said in a request, or is said in an answer."""

    name: str
    kind: str
    about: str
    is_needed: bool
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    parameters: list[Asked]
    body: list[Asked]
    curl: str
    status: str
    example: str
    answer: str
    # What a token has to open for it; nothing where anyone may read.
    scope: str


@dataclass(frozen=True)
class Group:
    """What belongs together."""

    name: str
    about: str
    operations: list[Operation]


@dataclass(frozen=True)
class Shape:
    """An object of the answers, with its fields."""

    name: str
    about: str
    fields: list[Asked]


def groups(described: Described) -> list[Group]:
    """Return every operation, in the groups and the order of the description."""
    return [
        Group(
            tag["name"],
            tag["description"],
            [
                _operation(described, path, method, said)
                for path, methods in described["paths"].items()
                for method, said in methods.items()
                if method != "parameters" and tag["name"] in said["tags"]
            ],
        )
        for tag in described["tags"]
    ]


def objects(described: Described) -> list[Shape]:
    """Return the objects that answers are made of, by name. Parts of lists look alike and are none."""
    schemas = described["components"]["schemas"]
    return [
        Shape(name, schema.get("description", ""), _fields(schema))
        for name, schema in sorted(schemas.items())
        if not name.endswith("Page")
    ]


def _operation(described: Described, path: str, method: str, said: Described) -> Operation:
    shared = described["paths"][path].get("parameters", [])
    parameters = [_parameter(each) for each in (*shared, *said.get("parameters", []))]
    body = _resolved(described, _json_of(said.get("requestBody", {})))
    status, answer = _success(said)
    listed = _resolved(described, answer).get("properties", {}).get("items", {}).get("items", answer)
    example = _example(described, answer)
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said["summary"],
        about=said.get("description", ""),
        parameters=parameters,
        body=_fields(body),
        curl=_curl(described, path, method, said, shared),
        status=status,
        example=_shortened(json.dumps(example, indent=2, ensure_ascii=False)) if answer else "",
        scope=said.get("x-scope", ""),
        answer=_name(listed),
    )


def _success(said: Described) -> tuple[str, Described]:
    """Return the status of success, and the schema of what is answered with it."""
    status = min(status for status in said["responses"] if str(status).isdecimal())
    return str(status), _json_of(said["responses"][status])


def _json_of(said: Described) -> Described:
    schema: Described = said.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _resolved(described: Described, schema: Described) -> Described:
    name = _name(schema)
    resolved: Described = described["components"]["schemas"][name] if name else schema
    return resolved


def _name(schema: Described) -> str:
    refs = [schema.get("$ref", ""), *(each.get("$ref", "") for each in schema.get("anyOf", ()))]
    return next((ref.removeprefix(_REF) for ref in refs if ref.startswith(_REF)), "")


def _parameter(said: Described) -> Asked:
    schema = said.get("schema", {})
    return Asked(
        said["name"],
        _kind(schema),
        said.get("description", ""),
        is_needed=said.get("required", False),
        answers=_answers(schema),
    )


def _fields(schema: Described) -> list[Asked]:
    needed = schema.get("required", ())
    return [
        Asked(
            name,
            _kind(field),
            field.get("description", ""),
            is_needed=name in needed,
            answers=_answers(field),
        )
        for name, field in schema.get("properties", {}).items()
    ]


def _kind(schema: Described) -> str:
    """Say in words what a value is."""
    name = _name(schema)
    said = schema.get("type", "string")
    types = [said] if isinstance(said, str) else list(said)
    is_nullable = "null" in types or {"type": "null"} in schema.get("anyOf", ())
    if "array" in types:
        words = f"list of {_kind(schema.get('items', {}))}"
    elif name:
        words = name
    else:
        words = {"date": "date", "uri": "address"}.get(
            schema.get("format", ""), {"string": "text", "boolean": "true or false"}.get(types[0], "number")
        )
    return f"{words}, or null" if is_nullable else words


def _answers(schema: Described) -> tuple[str, ...]:
    values = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return tuple(value for value in values if value is not None)


def _example(described: Described, schema: Described) -> Any:  # noqa: ANN401 - JSON
    """Make an example of the examples of its fields."""
    if "examples" in schema:
        return schema["examples"][0]
    if name := _name(schema):
        return _example(described, described["components"]["schemas"][name])
    if "properties" in schema:
        return {name: _example(described, field) for name, field in schema["properties"].items()}
    types = schema.get("type", "string")
    first = types if isinstance(types, str) else types[0]
    if first == "array":
        return [_example(described, schema["items"])]
    return schema.get("example") or _SCALARS.get(first)


def _shortened(text: str) -> str:
    lines = text.splitlines()
    return text if len(lines) <= _MOST_LINES else "\n".join([*lines[:_MOST_LINES], "  …"])


def _curl(described: Described, path: str, method: str, said: Described, shared: list[Described]) -> str:
    """Write the call as it is typed."""
    address = described["servers"][0]["url"] + path
    for parameter in (*shared, *said.get("parameters", [])):
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", str(parameter.get("example", "…")))
    parts = ["curl", *_options(described, method, said), f"'{address}'"]
    return " \\\n  ".join([" ".join(parts[:2]), *parts[2:]]) if len(parts) > 2 else " ".join(parts)  # noqa: PLR2004 - one option fits the line


def _options(described: Described, method: str, said: Described) -> Iterator[str]:
    if method != "get":
        yield f"--request {method.upper()}"
    if said.get("security"):
        yield '--header "Authorization: Bearer $TOKEN"'
    for parameter in said.get("parameters", []):
        if parameter["in"] == "header":
            yield f"--header '{parameter['name']}: {parameter.get('example', '…')}'"
    if body := _json_of(said.get("requestBody", {})):
        example = said["requestBody"]["content"]["application/json"].get("example")
        yield f"--json '{json.dumps(example or _example(described, body), ensure_ascii=False)}'"
