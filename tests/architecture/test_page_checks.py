"""The checks that every page of every test goes through find what they are there for."""

import html5lib
import pytest

from tests.support.page_checks import check_page

PAGE = (
    '<!doctype html><html lang="en"><head><title>Wage - Equity Tracker</title></head>'
    "<body><h1>Wage</h1>{}</body></html>"
)

FAULTS = {
    "2 h1 headings": "<h1>Wage</h1>",
    "heading level jumps from 1 to 3": "<h3>Why</h3>",
    "id 'a' stands 2 times": '<p id="a">x</p><p id="a">y</p>',
    "nothing has the id 'hint'": '<p aria-describedby="hint">x</p>',
    "nothing has the id 'name'": '<p aria-labelledby="name">x</p>',
    "no label for input 'q'": '<input name="q" id="q">',
    "no label for select 'sort'": '<label for="other">Sort</label><select name="sort" id="sort"></select>',
    "no label for textarea 'why'": '<textarea name="why"></textarea>',
    "table header without scope: 'Year'": "<table><caption>x</caption><tr><th>Year</th></tr></table>",
    "a table without a caption": "<table><tr><td>1</td></tr></table>",
    "image without alt: /a.png": '<img src="/a.png">',
    "a picture without a title": "<svg><path /></svg>",
    "a POST form without a token": '<form method="post" action="/x"><button>Save</button></form>',
    "a POST form without an action": (
        '<form method="post"><input type="hidden" name="csrf_token"><button>Save</button></form>'
    ),
    "a form without a button": '<form action="/x"></form>',
    "left-over text: '{{ title }}'": "<p>{{ title }}</p>",
    "left-over text: 'Owner: None'": "<p>Owner: None</p>",
    "link text says nothing: 'here'": '<a href="/x">here</a>',
    "link text says nothing: ''": '<a href="/x"></a>',
    "a button without words: 'go'": '<button name="go"></button>',
    "inline style on p": '<p style="color:red">x</p>',
    "an inline style sheet": "<style>p{}</style>",
    "an inline script": "<script>go()</script>",
    "onclick on p": '<p onclick="go()">x</p>',
}

RIGHT = (
    "<h2>Why</h2><p>None of them was late.</p>"
    '<label for="why">Why</label><textarea name="why" id="why">{{ mine }}</textarea>'
    '<input name="q" aria-label="Search"><svg aria-hidden="true"></svg><svg><title>Chart</title></svg>'
    '<table><caption>x</caption><tr><th scope="col">Year</th></tr></table><img src="/a.png" alt="">'
    '<form method="post" action="/x"><input type="hidden" name="csrf_token"><button>Save</button></form>'
    '<a href="/x" aria-label="Wage, in full"></a><script src="/a.js"></script>'
)


def test_a_page_in_order_passes() -> None:
    check_page("/", 200, PAGE.format(RIGHT))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(fault: str) -> None:
    with pytest.raises(AssertionError) as raised:
        check_page("/wage", 200, PAGE.format(FAULTS[fault]))

    assert str(raised.value).splitlines()[:2] == ["/wage", fault]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(AssertionError, match=r"(?s)without alt.*link text says nothing"):
        check_page("/", 200, PAGE.format('<img src="/a.png"><a href="/x">more</a>'))


def test_the_title_begins_with_the_heading_and_with_error_when_a_form_was_refused() -> None:
    summary = '<div data-module="govuk-error-summary"></div>'
    with pytest.raises(AssertionError, match="does not begin with 'Error: Wage'"):
        check_page("/", 422, PAGE.format(summary))

    check_page("/", 422, PAGE.format(summary).replace("<title>", "<title>Error: "))
    with pytest.raises(AssertionError, match="does not begin with 'Wage'"):
        check_page("/", 200, PAGE.format("").replace("<title>", "<title>Pay: "))


def test_a_page_that_does_not_parse_fails() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        check_page("/", 200, PAGE.format("<p><b>x</p>"))
