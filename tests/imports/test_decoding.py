"""From bytes to letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.imports.decoding import Undecodable, decode

TEXT = "Body,Promise\nNgāti Porou,“Yes” – we’ll café\n"
# Windows-1252 has no ā, so old files lack it.
OLD_TEXT = "Body,Promise\nAlder,“Yes” – we’ll open the café in Orléans… £5\nBirch,naïve façade\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_a_file_that_says_how_its_letters_are_written_is_not_guessed_at(codec: str, encoding: str) -> None:
    decoded = decode(TEXT.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (TEXT, encoding, False)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_a_guess_is_right_for_ordinary_writing_and_shows_words_to_check_it_by(
    codec: str, encoding: str
) -> None:
    decoded = decode(OLD_TEXT.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.is_guess) == (OLD_TEXT, encoding, True)
    assert "we’ll" in decoded.samples


def test_bytes_that_windows_never_writes_are_read_as_mac_roman() -> None:
    assert decode("açaí, Ångström".encode("mac_roman")).encoding == "Mac Roman"


def test_what_the_person_says_wins() -> None:
    assert decode("café".encode("mac_roman"), "cp1252").text == "cafŽ"


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (b"", None, "The file is empty. Choose another file"),
        (
            b"\xef\xbb\xbfok\n\xff",
            None,
            "The file is said to be written in UTF-8, but line 2 is not. Save it again as UTF-8",
        ),
        (b"x", "klingon", "No encoding is called klingon"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, encoding: str | None, reason: str) -> None:
    with pytest.raises(Undecodable) as refusal:
        decode(data, encoding)
    assert str(refusal.value) == reason


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    megabyte = 1024 * 1024
    assert decode(b"x" * megabyte, most_bytes=megabyte).encoding == "UTF-8"
    with pytest.raises(Undecodable, match=r"The file is 1\.1 MB\. The limit is 1 MB"):
        decode(b"x" * (megabyte + 100_000), most_bytes=megabyte)


@pytest.mark.thorough
@given(st.text(min_size=1))
def test_utf_8_comes_back_letter_for_letter(text: str) -> None:
    data = ("x" + text + "xxxx").encode("utf-8", errors="ignore")
    decoded = decode(data)
    assert decoded.is_guess or decoded.text.encode("utf-8") == data
