"""Every operation of the description, asked everything that it allows, and much that it does not."""

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.globals import _cv_app
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from equity_tracker.web import throttle
from equity_tracker.web.throttle import Limit
from tests.conftest import NOW
from tests.public.records import report_on
from tests.support.factories.commitment import make_published
from tests.support.people import World

# The same cases every time, and no time spent on making a failing one short.
BOUNDED = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Whether a cursor, a slug or a word of a source is known, only the data can tell: what is refused there
# with its name was well-formed. Every other parameter that the description allows has to be taken.
ONLY_DATA_TELL = {"after", "organisation", "programme", "source_status", "q"}


@pytest.fixture
def schema(app: Flask, public_world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(commitment, NOW.date(), by=public_world.cora)
    within = throttle.API_BY_NETWORK.within
    monkeypatch.setattr(throttle, "API_BY_NETWORK", Limit("api by network", 100_000, within))
    return apart(lambda: schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app))


def apart(call: Callable[[], Any]) -> Any:
    """Run it outside the test's own context, as a server would."""
    context = contextvars.copy_context()
    context.run(_cv_app.set, None)  # type: ignore[arg-type]
    return context.run(call)


def ask_all(operation: Any, mode: GenerationMode) -> int:
    """Ask one operation all that is made up for it; return how often it was asked."""
    asked = 0

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        response = apart(lambda: case.call(headers={"Accept-Encoding": "identity"}))
        is_open = ONLY_DATA_TELL & set(case.query or ())
        case.validate_response(response, excluded_checks=[positive_data_acceptance] if is_open else [])

    try:
        ask()
    except Unsatisfiable:
        return 0  # Any text is a slug: there is no wrong one to be made up.
    return asked


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_question_breaks_what_the_description_says(schema: Any, mode: GenerationMode) -> None:
    asked = {
        operation.label: ask_all(operation, mode)
        for operation in (found.ok() for found in schema.get_all_operations())
    }

    assert len(asked) == 12
    never = {label for label, number in asked.items() if not number}
    assert never <= {"GET /api/v1/programmes/{slug}", "GET /api/v1/organisations/{slug}"}
