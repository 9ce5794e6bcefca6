"""What programmes write to people says the same in text and in HTML."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template

_REVIEW: dict[str, Any] = {
    "title": "A living wage in every contract",
    "organisation": "Alder Trust",
    "organisation_slug": "alder-trust",
    "programme": "Fairer Shore",
    "reviewed_by": "Paula Coordinator",
    "is_public": False,
}
_OF_COMMITMENT = _REVIEW | {"commitment_id": "bcdfghjkmnpq"}
_OF_CHECK_IN = _REVIEW | {"check_in_id": "bcdfghjkmnpq", "number": 3}
REASON = {"reason": "Name the contracts."}
CONTEXTS: dict[str, dict[str, Any]] = {
    "commitment_acknowledged": _OF_COMMITMENT,
    "commitment_approved": _OF_COMMITMENT,
    "commitment_returned": _OF_COMMITMENT | REASON,
    "check_in_acknowledged": _OF_CHECK_IN,
    "check_in_approved": _OF_CHECK_IN,
    "check_in_returned": _OF_CHECK_IN | REASON,
    "programme_invitation": {
        "programme": "Fairer Shore",
        "programme_slug": "fairer-shore",
        "summary": "Twelve bodies that act on cold homes.",
        "coordinating_body": "Institute of Fairness",
        "organisation": "Alder Trust",
        "organisation_slug": "alder-trust",
        "invited_by": "Paula Coordinator",
    },
}


@pytest.fixture
def written(app: Flask) -> Callable[..., list[str]]:
    def rendered(name: str, **changes: object) -> list[str]:
        with app.test_request_context(base_url="http://127.0.0.1:8000"):
            return [
                render_template(f"emails/{name}/{part}", **(CONTEXTS[name] | changes))
                for part in ("subject.txt", "body.txt", "body.html")
            ]

    return rendered


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_a_mail_says_the_same_in_text_and_html(written: Callable[..., list[str]], name: str) -> None:
    subject, text, html = written(name)

    assert len(subject.strip().splitlines()) == 1
    for field, words in CONTEXTS[name].items():
        if isinstance(words, str) and not field.endswith(("_slug", "_id")):
            assert words in text
            assert words in html
    address = text[text.index("http://127.0.0.1:8000/o/alder-trust/") :].split()[0]
    assert f'href="{address}"' in html


@pytest.mark.parametrize("name", ["commitment_returned", "check_in_returned"])
def test_a_return_says_whether_it_is_public(written: Callable[..., list[str]], name: str) -> None:
    assert "It is not public." in written(name)[1]
    assert "It stays published as it is." in written(name, is_public=True)[1]


def test_what_people_typed_is_text_and_no_markup(written: Callable[..., list[str]]) -> None:
    _, text, html = written("commitment_returned", reason="<b>No</b> & no")

    assert "<b>No</b> & no" in text
    assert "&lt;b&gt;No&lt;/b&gt; &amp; no" in html
