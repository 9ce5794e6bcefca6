"""The product's own words pass its own advisor, and the command that says so reads every kind of file."""

from pathlib import Path

import pytest
from flask import Flask

from equity_tracker.commitments.own_words import BAD_EXAMPLE, check, texts_of
from equity_tracker.demonstration.content import read_content
from equity_tracker.model.language import Context, advise

ROOT = Path(__file__).parents[2]
# What others wrote, what is looked for, and what is no text.
NOT_OURS = {"language.toml", "common_passwords.txt", "working-for-health-equity-2013.toml"}
OUR_WORDS = sorted(
    path
    for folder in ("templates", "equity_tracker")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".txt", ".toml", ".py"} and path.name not in NOT_OURS
)


@pytest.mark.thorough
def test_our_own_words_raise_no_question() -> None:
    assert [str(finding) for finding in check(OUR_WORDS)] == []


@pytest.mark.thorough
def test_all_of_it_is_read() -> None:
    assert {path.suffix for path in OUR_WORDS} == {".html", ".txt", ".toml", ".py"}
    assert sum(1 for path in OUR_WORDS for _ in texts_of(path)) > 2_000
    names = {path.relative_to(ROOT).as_posix() for path in OUR_WORDS}
    assert "equity_tracker/model/vocabulary.toml" in names
    assert any(name.startswith("templates/emails/") for name in names)
    assert any(name.startswith("equity_tracker/demonstration/data/") for name in names)


def test_the_bad_examples_of_the_demonstration_are_bad_in_the_way_they_were_written_for() -> None:
    found = {
        row["fixture"]: {
            prompt.id
            for prompt in advise(row["statement"], Context("statement", row.get("determinants", ())))
        }
        for row in read_content().commitments
        if BAD_EXAMPLE in row
    }

    assert found == {"F2": {"L4", "L13", "L14"}, "F3": {"L3"}}


def test_of_the_other_fixtures_none_is_asked_anything() -> None:
    asked = {
        row["fixture"]
        for row in read_content().commitments
        if "fixture" in row and BAD_EXAMPLE not in row and advise(row["statement"], Context("statement"))
    }

    assert asked == set()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("page.html", "<p>Help for <strong>vulnerable</strong> people</p>"),
        ("page.html", "{% block heading %}Hard to{# a comment #} reach{% endblock %}"),
        ("page.html", '{{ empty("Nothing yet", "Write to the homeless.") }}'),
        ("page.html", '<img alt="A deprived area" src="x.png">'),
        ("mail/body.txt", "Dear {{ name }},\n\nvulnerable groups"),
        ("data.toml", '[[rows]]\n[rows.deep]\ntexts = ["a", "hard to reach"]'),
        ("data.toml", 'statement = "We will support parents."\ntitle = "x"'),
        ("page.py", 'def f() -> str:\n    """Docs."""\n    return f"{1} hard to reach"'),
    ],
)
def test_it_finds_them_wherever_people_read_them(tmp_path: Path, name: str, source: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, "utf-8")

    [finding] = check([tmp_path])

    assert finding.text.path == file


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("page.html", "<p>vulnerable</p><p>people</p>"),
        ("page.html", "<p>We do not say <q>hard to reach</q>.</p>"),
        ("page.html", "{# hard to reach #}<!-- hard to reach --><script>hard to reach</script>"),
        ("page.html", "<p>the poor&nbsp;old windows</p>"),
        ("data.toml", 'statement = "We will end inequalities."\ndeterminants = ["housing"]'),
        ("data.toml", f'{BAD_EXAMPLE} = "on purpose"\nstatement = "hard to reach"'),
        ("page.py", '"""Hard to reach."""\n# hard to reach\n'),
        ("notes.md", "hard to reach"),
    ],
)  # fmt: skip
def test_it_leaves_alone_what_nobody_reads_and_what_is_quoted(tmp_path: Path, name: str, source: str) -> None:
    (tmp_path / name).write_text(source, "utf-8")

    assert list(check([tmp_path])) == []


def test_the_command_fails_and_says_where_what_and_why(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Clinics for hard-to-reach men</p>", "utf-8")

    result = app.test_cli_runner().invoke(args=["language", "check", str(tmp_path)])

    assert result.exit_code == 1
    assert "page.html, the page: L5 “hard-to-reach”. Which of our barriers" in result.output
    assert "1 found." in result.output


def test_the_command_is_content_with_what_raises_nothing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Clinics open in the evening</p>", "utf-8")

    result = app.test_cli_runner().invoke(args=["language", "check", str(tmp_path)])

    assert (result.exit_code, result.output) == (0, "Nothing found.\n")
