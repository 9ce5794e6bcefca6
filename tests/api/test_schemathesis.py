"""Every operation of the description, asked everything that it allows, and much that it does not."""

import contextvars
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from tests.conftest import NOW
from tests.public.records import report_on
from tests.support.factories.api_token import make_token
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World

# The same cases every time, and no time spent on making a failing one short.
BOUNDED = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Left out for what follows is one check, that whatever the description allows is taken; all others are made.
# Whether a cursor, a slug or a word of a source is known, only the data can tell; and what is written goes by
# rules between answers (a day that is past, a programme of one's own, a version) that no schema says.
ONLY_DATA_TELL = {"after", "organisation", "programme", "source_status", "q"}


@dataclass(frozen=True)
class Described:
    """The description, a token that may do everything, and a draft and a commitment of its organisation."""

    schema: Any
    token: str
    ids: tuple[str, ...]


@pytest.fixture
def described(app: Flask, public_world: World, monkeypatch: pytest.MonkeyPatch) -> Described:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(commitment, NOW.date(), by=public_world.cora)
    draft = make_draft(public_world.alder, public_world.programme, now=NOW)
    token, _ = make_token(public_world.alder, by=public_world.ada, now=NOW)
    for name in ("API_BY_NETWORK", "API_BY_TOKEN", "API_TOKEN_BY_NETWORK"):
        limit = getattr(throttle, name)
        monkeypatch.setattr(throttle, name, replace(limit, tries=100_000))
    schema = apart(lambda: schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app))
    return Described(schema, token, (draft.public_id, commitment.public_id))


def apart(call: Callable[[], Any]) -> Any:
    """Run it outside the test's own context, as a server would."""
    context = contextvars.copy_context()
    context.run(_cv_app.set, None)  # type: ignore[arg-type]
    return context.run(call)


def ask_all(described: Described, operation: Any, mode: GenerationMode) -> int:
    """Ask one operation all that is made up for it; return how often it was asked."""
    asked = 0

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if mode is GenerationMode.POSITIVE and "commitment" in (case.path_parameters or {}):
            case.path_parameters["commitment"] = described.ids[asked % 2]
        headers = {"Accept-Encoding": "identity", "Authorization": f"Bearer {described.token}"}
        is_open = case.method not in {"GET", "HEAD"} or ONLY_DATA_TELL & set(case.query or ())
        left_out = [positive_data_acceptance] if is_open else []
        apart(lambda: case.call_and_validate(headers=headers, excluded_checks=left_out))

    try:
        ask()
    except Unsatisfiable:
        return 0  # Any text is a slug, and the index asks nothing: there is no wrong one to be made up.
    return asked


@pytest.mark.thorough
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_question_breaks_what_the_description_says(described: Described, mode: GenerationMode) -> None:
    asked = {
        operation.label: ask_all(described, operation, mode)
        for operation in (found.ok() for found in described.schema.get_all_operations())
    }

    assert len(asked) == 26
    never = {label for label, number in asked.items() if not number}
    assert {label.rpartition("/")[2] for label in never} <= {
        "v1",
        "{slug}",
        "{issued}",
        "{commitment}",
        "questions",
    }
