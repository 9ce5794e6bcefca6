"""Every mail that the code sends can be made: its templates are there, fill, and link to our address."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from jinja2 import UndefinedError

from equity_tracker.model.review import Decision
from equity_tracker.notices.emails import GATHERED
from equity_tracker.notices.steps import Notice
from equity_tracker.web.email_pages import PARTS, render_email
from tests.architecture.mail_samples import SAMPLES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates" / "emails"
ADDRESS = "http://127.0.0.1:8000"
# Two names are built: what was decided on, and the decision.
DECIDED_ON = {"amendment", "check_in", "commitment"}
# A change that is public already is acknowledged with its commitment.
BUILT = {f"{what}_{decision.value}" for what in DECIDED_ON for decision in Decision} - {
    "amendment_acknowledged"
}
# So is whether a report could be made.
BUILT |= {"report_made", "report_not_made"}


def writes_mail(call: ast.Call) -> bool:
    """Say whether the call hands a mail's name on: to the outbox, or to what writes there."""
    name = ast.unparse(call.func)
    return name in {"OutgoingEmail.to", "_send", "_tell"} or name.startswith("emails.")


def named(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and writes_mail(node):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def keys_given(source: str) -> set[str]:
    """Return every key of every dictionary that is written out in the source."""
    return {
        key.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def keys_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def sources(pattern: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "equity_tracker").glob(pattern))]


def names_in_code() -> set[str]:
    found = {name for source in sources("**/*.py") for name in named(source)}
    assert found & DECIDED_ON == DECIDED_ON, "the built names are built elsewhere now"
    return (found - DECIDED_ON) | BUILT | {notice.value for notice in Notice} | {GATHERED}


def addresses(text: str) -> set[str]:
    return set(re.findall(r"https?://[^\s\"'<>]+[\w/-]", text))


@pytest.fixture(params=sorted(SAMPLES))
def mail(request: pytest.FixtureRequest, app: Flask) -> Iterator[tuple[str, str, str]]:
    """One mail as it goes out: subject, plain text, HTML."""
    with app.app_context():
        yield render_email(request.param, SAMPLES[request.param])


def test_every_mail_in_the_code_has_its_templates_and_every_template_a_use() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}

    assert names_in_code() == folders
    assert [(name, part) for name in folders for part in PARTS if not (FOLDER / name / part).is_file()] == []


def test_every_mail_has_a_sample_and_no_sample_has_what_the_code_never_gives() -> None:
    given = set().union(*(keys_given(source) for source in sources("*/emails.py")))

    assert SAMPLES.keys() == names_in_code()
    assert {key for sample in SAMPLES.values() for key in keys_of(sample)} - given == set()


def test_a_subject_is_one_line_that_an_inbox_can_show(mail: tuple[str, str, str]) -> None:
    subject, _, _ = mail

    assert 10 <= len(subject) <= 120
    assert "\n" not in subject


def test_every_link_is_on_the_public_address(mail: tuple[str, str, str]) -> None:
    _, text, html = mail
    links = [str(tag["href"]) for tag in BeautifulSoup(html, "html5lib").find_all("a")]

    assert all(address.startswith(ADDRESS) for address in addresses(text) | set(links))


def test_the_two_bodies_lead_to_the_same_pages(mail: tuple[str, str, str]) -> None:
    _, text, html = mail
    links = {str(tag["href"]) for tag in BeautifulSoup(html, "html5lib").find_all("a")}

    assert addresses(text) - {ADDRESS} == links - {ADDRESS}


def test_no_body_shows_what_only_machines_read(mail: tuple[str, str, str]) -> None:
    _, text, html = mail

    for body in (text, BeautifulSoup(html, "html5lib").get_text(" ")):
        assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|{{|}}|{%|\d{4}-\d\d-\d\d|<p>", body)
    assert "\n\n\n\n" not in text


def test_a_page_of_html_names_its_language_and_needs_nothing_from_elsewhere(
    mail: tuple[str, str, str],
) -> None:
    page = BeautifulSoup(mail[2], "html5lib")

    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.find_all(["img", "script", "link"]) == []
    assert not [style for style in page.find_all("style") if re.search(r"url\(|@import", style.get_text())]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_word_that_is_missing_is_noticed(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(UndefinedError):
        render_email(name, {})


def test_a_name_without_templates_would_be_noticed() -> None:
    source = 'db.session.add(OutgoingEmail.to(user.email, "no_such_mail", key=key, context={}, now=now))'

    assert list(named(source)) == ["no_such_mail"]


@pytest.mark.parametrize("value", [{"a": [{"b": 1}]}])
def test_keys_are_found_at_any_depth(value: dict[str, Any]) -> None:
    assert list(keys_of(value)) == ["a", "b"]
