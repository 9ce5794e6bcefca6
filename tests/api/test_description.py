"""The OpenAPI document and the page made of it."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from equity_tracker.api import reference
from equity_tracker.web.problems import TITLES
from tests.support.client import CheckingClient
from tests.support.people import World


@pytest.fixture
def described(program: FlaskClient) -> dict[str, Any]:
    answer = program.get("/api/v1/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_it_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_it_describes_every_address_of_the_api_and_no_other(app: Flask, described: dict[str, Any]) -> None:
    real = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and rule.endpoint != "api_reference.show_description"
    }
    told = {
        (path, method)
        for path, methods in described["paths"].items()
        for method in methods
        if method != "parameters"
    }

    assert told == real


def test_every_field_and_every_parameter_says_what_it_is(described: dict[str, Any]) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in described["components"]["schemas"].items()
        for field, said in schema["properties"].items()
        if not said.get("description", "").endswith((".", "…", "?"))
    ]
    silent += [
        f"{path} {parameter['name']}"
        for path, methods in described["paths"].items()
        for said in (*methods.values(), {"parameters": methods.get("parameters", [])})
        if isinstance(said, dict)
        for parameter in said.get("parameters", [])
        if not parameter.get("description", "").endswith(".")
    ]

    assert silent == []


def test_an_example_of_every_field_is_what_it_says_it_may_be(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        for said in schema["properties"].values():
            for example in said.get("examples", []):
                allowed = said.get("enum") or said.get("items", {}).get("enum")
                given = example if isinstance(example, list) else [example]
                assert allowed is None or set(given) <= set(allowed)


def test_nothing_is_left_out_of_an_answer(described: dict[str, Any]) -> None:
    of_answers = {
        name: schema for name, schema in described["components"]["schemas"].items() if not _is_sent(name)
    }

    # Only a change that came too late has something to show.
    of_answers["Problem"]["properties"].pop("current")
    assert {
        name: set(schema["properties"]) - set(schema.get("required", ()))
        for name, schema in of_answers.items()
    } == {name: set() for name in of_answers}


def _is_sent(name: str) -> bool:
    return name.startswith("Send")


@pytest.mark.thorough
def test_the_page_shows_every_operation_with_a_call_that_can_be_typed(
    app: Flask, described: dict[str, Any], public_world: World
) -> None:
    page = CheckingClient(app, None).get("api_reference.show_reference")

    for group in reference.groups(described):
        assert group.name in page.main
        for operation in group.operations:
            assert f'id="{operation.name}"' in page.response.text
            assert operation.curl.splitlines()[0] in page.main
    for status, (title, _) in TITLES.items():
        assert f'id="error-{status}"' in page.response.text
        assert title in page.main
