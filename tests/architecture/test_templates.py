"""Templates parse, exist where a view names them, carry nothing inline, and say each thing once."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"


def names() -> list[str]:
    return sorted(
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in {".html", ".txt"}
    )


ON_PAPER = (
    "portfolio/paper/",
    "portfolio/programme_report",
    "reports/annual_statement",
    "reports/blank_form",
    "reports/commitment_record",
    "reports/pack",
    "reports/record/",
    "reports/status_report",
    "rounds/report/",
)


def pages() -> list[str]:
    """Return the templates that are pages: not layouts, components, e-mails, reports or partials."""
    return [
        name
        for name in names()
        if not name.startswith(("layouts/", "components/", "emails/", *ON_PAPER))
        and not Path(name).name.startswith("_")
        and name.endswith(".html")
    ]


@pytest.mark.parametrize("name", names())
def test_it_parses(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", pages())
def test_a_page_stands_on_a_layout_and_has_a_heading(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    assert re.search(r'{%-? extends "(layouts|errors|public|commitments|programmes|reports)/', source), name
    assert "block heading" in source or 'extends "errors/' in source, name
    assert "<h1" not in source, "the layout writes the one h1"


@pytest.mark.parametrize("name", [name for name in names() if name.endswith(".html")])
def test_what_it_imports_it_uses(app: Flask, name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    tree = app.jinja_env.parse(source)
    for imported in tree.find_all(nodes.FromImport):
        for given in imported.names:
            used_as = given if isinstance(given, str) else given[1]
            assert len(re.findall(rf"\b{used_as}\b", source)) > 1, (
                f"{name} imports {used_as} and does not use it"
            )


def test_undefined_words_are_errors_everywhere(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined


def named_in_views() -> set[str]:
    found = set()
    for path in (ROOT / "equity_tracker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.endswith(".html")
            ):
                found.add(node.value)
    return {name for name in found if "/" in name}


def test_every_template_that_code_names_exists() -> None:
    assert {name for name in named_in_views() if "{" not in name} <= set(names())


def test_every_page_is_shown_by_some_view() -> None:
    shown = named_in_views()
    families = {name.rpartition("/")[0] for name in shown}
    unused = [name for name in pages() if name not in shown and not name.startswith("errors/")]
    extended = {
        match
        for name in names()
        for match in re.findall(r'(?:extends|include) "([^"]+)"', (TEMPLATES / name).read_text("utf-8"))
    }
    assert families
    assert [name for name in unused if name not in extended] == []
