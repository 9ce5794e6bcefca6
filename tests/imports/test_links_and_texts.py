"""Single cells: web addresses, markup, damaged letters, and a title made from a promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.imports.html_text import looks_like_html, text_of_html
from equity_tracker.imports.links import BadLink, Link, check_address, read_links
from equity_tracker.imports.wording import (
    everyday_title,
    has_typed_letters,
    is_double_encoded,
    lost_letters,
    repaired,
)

START = "Enter a web address that starts with https://"
PARTS = "The address has parts that are not allowed"


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/Pae_Ora_(Healthy_Futures)_Act_2022",
        "http://example.org:8080/Māori?q=a,b;c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://93.184.216.34/report",
    ],
)
def test_a_public_web_address_is_kept_as_written(address: str) -> None:
    assert check_address(f" {address}\n") == address


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("javascript:alert(1)", START),
        ("file:///etc/passwd", START),
        ("ftp://example.org", START),
        ("www.example.org", START),
        ("https://ada@example.org/", PARTS),
        ("http://169.254.169.254/latest", PARTS),
        ("http://127.0.0.1/", PARTS),
        ("https://[::1]/", PARTS),
        ("https://[bad/", PARTS),
        ("http://localhost/", PARTS),
        ("http://printer.local/", PARTS),
        ("https://bücher.example/", PARTS),
        ("https://example.org:99999/", PARTS),
        ("https://example.org/a b", PARTS),
        ("https://example.org/\u202etxt", PARTS),
        ("https://example.org/" + "x" * 2000, "The address must be 2,000 characters or fewer. It has 2,020"),
    ],
)
def test_other_addresses_are_refused_with_a_reason(address: str, reason: str) -> None:
    with pytest.raises(BadLink) as refusal:
        check_address(address)
    assert str(refusal.value) == reason


def test_links_of_a_cell_are_split_by_the_mark_agreed_and_each_is_kept_once() -> None:
    cell = "https://a.example/x,y | Report (https://b.example/r) | https://a.example/x,y |"
    assert read_links(cell, " | ") == [Link("https://a.example/x,y"), Link("https://b.example/r", "Report")]


@pytest.mark.parametrize(
    "cell", ["[Report](https://b.example/r)", "Report: https://b.example/r", "Report https://b.example/r"]
)
def test_words_beside_an_address_become_its_title(cell: str) -> None:
    assert read_links(cell, "|") == [Link("https://b.example/r", "Report")]


@pytest.mark.parametrize(
    "cell",
    ["Board minutes, May 2026", "[Report](javascript:alert(1))", 'javascript:location="https://a.example"'],
)
def test_evidence_without_a_web_address_is_refused(cell: str) -> None:
    with pytest.raises(BadLink):
        read_links(cell, "|")


def test_markup_becomes_text_and_links_keep_their_address() -> None:
    html = (
        '<p>Homes &amp; work</p> <p>See <a href="https://a.example">the plan</a></p>'
        "<ul><li>one<li>two</ul><script>alert(1)</script></p> <p>end"
    )
    assert looks_like_html(html)
    assert text_of_html(html) == "Homes & work\n\nSee the plan (https://a.example)\n\n- one\n- two\n\nend"


def test_a_bare_link_and_a_table_stay_readable() -> None:
    assert text_of_html('<a href="https://a.example"></a>') == "https://a.example"
    assert text_of_html("<table><tr><td>a</td><td>b</td></tr></table>") == "a b"


@pytest.mark.parametrize("text", ["5 < 6 & a<b", "R&D;", "a <= b", "<5% of people", "Te Whatu Ora | Health"])
def test_ordinary_text_is_not_taken_for_markup(text: str) -> None:
    assert not looks_like_html(text)


@given(st.text())
def test_no_text_makes_the_markup_reader_fail(text: str) -> None:
    assert text_of_html(f"<p>{text}") is not None


def test_damaged_letters_are_seen_and_their_repair_known() -> None:
    assert is_double_encoded("memberâ€™s cafÃ©")
    assert repaired("memberâ€™s cafÃ©") == "member’s café"
    assert has_typed_letters("King\\u2019s")
    assert repaired("King\\u2019s") == "King’s"
    assert lost_letters("the M?ori Health Authority") == ["M?ori"]


@pytest.mark.parametrize("text", ["Sir Ynys Mï¿½n", "Cityï¾\u00a0and County"])
def test_letters_that_are_gone_are_seen_and_not_invented(text: str) -> None:
    assert is_double_encoded(text)
    assert repaired(text) == text


@pytest.mark.parametrize(
    "text",
    ["Is it done? Yes", "what? no", "https://a.example/?q=x", "Who?", "a.php?id=3", "Ngāti Porou, café, £5"],
)
def test_ordinary_text_is_not_called_damaged(text: str) -> None:
    assert not lost_letters(text)
    assert not is_double_encoded(text)
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        ("Build 6,000 homes.", "Build 6,000 homes"),
        ("Reduce red tape. Require all departments to act.", "Reduce red tape"),
        ("Raise it from $15.75 to $20 an hour. By 2021.", "Raise it from $15.75 to $20 an hour"),
        (
            "Act on damp homes, e.g. St. Helens estates. Then report.",
            "Act on damp homes, e.g. St. Helens estates",
        ),
        ("Yes. We will act on damp homes.", "Yes. We will act on damp homes"),
        ("Act\nnow   on damp", "Act now on damp"),
        ("=HYPERLINK(1) act", "=HYPERLINK(1) act"),
        ("Wait...", "Wait..."),
    ],
)
def test_a_title_is_the_first_sentence_of_the_promise(statement: str, title: str) -> None:
    assert everyday_title(statement) == title


def test_a_long_sentence_is_cut_between_words_and_shows_that_it_goes_on() -> None:
    title = everyday_title("homes and gardens, " * 30)
    assert title.endswith(("homes…", "and…", "gardens…"))
    assert len(title) <= 200


@given(st.text(min_size=1))
def test_a_title_never_exceeds_its_limit_and_holds_only_the_promises_own_words(statement: str) -> None:
    title = everyday_title(statement)
    assert len(title) <= 200
    assert " ".join(statement.split()).startswith(title.removesuffix("…"))
