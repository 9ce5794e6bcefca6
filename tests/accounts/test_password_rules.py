import pytest

from equity_tracker.accounts import password_rules
from equity_tracker.accounts.password_rules import TOO_CLOSE, TOO_COMMON, TOO_REGULAR, TOO_SHORT, refusal

CORA = ("Cora Editor", "cora.editor@harbour.example")


@pytest.mark.parametrize(
    "password",
    [
        "a kettle sings at dawn",
        "correct horse battery",
        "Cora's blue bicycle",
        "heron weir 1953",
        "7391-8264-0157-9926",
        "ночью чайник поёт",
        "水壺在黎明時唱著歌謠啊朋友",
        "x7#mQ2!vLp9zRt",
        "   spaces all about   ",
        "p" + "qzrtvw " * 28,
    ],
)
def test_a_long_and_unlikely_password_is_good_whatever_it_is_made_of(password: str) -> None:
    assert refusal(password, about=CORA) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", TOO_SHORT),
        ("heron weir", TOO_SHORT),
        ("elevenchars", TOO_SHORT),
        ("1q2w3e4r5t6y", TOO_COMMON),
        ("1Q2W3E4R5T6Y", TOO_COMMON),
        ("manchester2026", TOO_COMMON),
        ("2026!!Liverpool!!", TOO_COMMON),
        ("password1234", TOO_COMMON),
        ("aaaaaaaaaaaa", TOO_REGULAR),
        ("abababababab", TOO_REGULAR),
        ("weir weir weir weir ", TOO_REGULAR),
        ("passwordpassword", TOO_REGULAR),
        ("123456789012345", TOO_REGULAR),
        ("qwertyuiop12", TOO_REGULAR),
        ("zyxwvutsrqpo", TOO_REGULAR),
        ("Cora Editor 2026", TOO_CLOSE),
        ("cora.editor@harbour.example", TOO_CLOSE),
        ("Equity Tracker 26!", TOO_CLOSE),
        ("healthequity2026", TOO_CLOSE),
    ],
)
def test_what_somebody_would_try_first_is_refused_with_the_reason(password: str, reason: str) -> None:
    assert refusal(password, about=CORA) == reason


def test_the_list_of_common_passwords_is_long() -> None:
    assert len(password_rules._common()) == 30_000


def test_the_reasons_keep_what_was_typed_to_themselves() -> None:
    assert "manchester" not in str(refusal("manchester2026")).casefold()
