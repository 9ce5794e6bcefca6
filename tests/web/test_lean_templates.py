"""What a template prints is what Jinja itself would print, whatever is put into it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from equity_tracker.web.application import Application
from equity_tracker.web.lean_templates import Templates


class Word(StrEnum):
    """A term that needs escaping."""

    SHARP = "<sharp>"


@dataclass(frozen=True)
class Thing:
    """Something with an attribute, and with a way to print itself safely."""

    title: str = "R & D"

    def __html__(self) -> str:
        return f"<b>{self.title.lower()}</b>"


class Text(str):
    """Text of a kind of its own is no plain text."""

    __slots__ = ()


@pass_context
def asked_with(context: Context, name: str) -> Any:
    return context[name]


TEMPLATES = {
    "page.html": '{% from "macros.html" import row, framed %}{% include "part.html" %}'
    "{% for each in values %}{{ row(each, words=words) }}{% endfor %}"
    "{% call framed() %}{{ words }}{% endcall %}"
    "{% set kept %}<i>{{ words }}</i>{% endset %}{{ kept }}{{ kept|length }}{{ words ~ kept }}"
    '{{ asked_with("words") }}{{ "%s!"|format(words) }}{{ words.upper() }}',
    "part.html": "<p>{{ said.title }} {{ said['title'] }}"
    " {{ said.get('none', words) }} {{ said.items()|list }}</p>",
    "macros.html": "{% macro row(each, words='') %}<li title=\"{{ words }}\">{{ each }}</li>{% endmacro %}"
    "{% macro framed() %}<div>{{ caller() }}</div>{% endmacro %}",
    "plain.txt": "{{ words }} {{ said.title }} {% for each in values %}{{ each }}{% endfor %}",
}
VALUES = (
    1,
    2.5,
    None,
    True,
    date(2026, 5, 3),
    Word.SHARP,
    Thing(),
    Markup("<br>"),
    Text("<i>"),
    "'",
    '"',
    [1, "<"],
)


@pytest.fixture(scope="module", params=["page.html", "plain.txt"])
def both(request: pytest.FixtureRequest) -> tuple[Any, ...]:
    return tuple(_environment(kind).get_template(request.param) for kind in (Environment, Templates))


def _environment(kind: type[Environment]) -> Environment:
    environment = kind(
        Flask("words"),
        loader=DictLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=lambda name: name is None or name.endswith(".html"),
    )
    environment.globals["asked_with"] = asked_with
    return environment


@given(words=st.text(), title=st.text())
def test_prints_what_jinja_prints(both: tuple[Any, Any], words: str, title: str) -> None:
    plain, lean = (
        template.render(values=VALUES, words=words, said={"title": title, "n": 1}) for template in both
    )

    assert lean == plain


def test_nothing_that_people_typed_becomes_markup() -> None:
    page = _environment(Templates).get_template("page.html")

    printed = page.render(values=["<script>"], words="<b>", said={"title": "a & b"})

    assert "<script>" not in printed
    assert "<b>" not in printed
    assert "a &amp; b" in printed


@pytest.mark.parametrize("words", ["{{ said.lacking }}", "{{ lacking }}", "{{ thing.lacking }}"])
def test_a_name_that_is_not_there_is_a_fault(words: str) -> None:
    template = _environment(Templates).from_string(words)

    with pytest.raises(UndefinedError):
        template.render(said={"title": "x"}, thing=Thing())


def test_an_address_is_remembered_with_what_it_was_built_from() -> None:
    app = Application("addresses")
    app.add_url_rule("/things/<name>", "show", str)

    with app.test_request_context("/"):
        first = [app.url_for("show", name=name) for name in ("a", "b", "a")]
        asked = app.url_for("show", name="a", kind=["x", "y"])
        outside = app.url_for("show", name="a", _external=True, _scheme="https")
    with app.test_request_context("/", base_url="http://localhost/below"):
        below = app.url_for("show", name="a")

    assert first == ["/things/a", "/things/b", "/things/a"]
    assert asked == "/things/a?kind=x&kind=y"
    assert outside == "https://localhost/things/a"
    assert below == "/below/things/a"


@pytest.mark.thorough
def test_no_template_is_compiled_twice(app: Flask) -> None:
    names = app.jinja_env.list_templates()
    compiled = {name: app.jinja_env.get_template(name) for name in names}

    assert len(names) > 400, "what Jinja would keep"
    assert all(app.jinja_env.get_template(name) is template for name, template in compiled.items())
