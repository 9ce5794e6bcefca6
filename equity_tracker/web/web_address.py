"""Which web addresses may stand as a link on a public page. Nothing here is ever fetched."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from equity_tracker.model.file_kind import ENDINGS

# Names that lead nowhere, or elsewhere for every reader (RFC 6761, 6762, 7686, 8375; ICANN on .internal).
_PRIVATE = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "invalid", "onion",
)  # fmt: skip
_STRAY = re.compile(r"[\s\\<>\"]")
# The name of a host as people type it, and nothing before it: no scheme, no name and password, no port.
_BARE = re.compile(r"[^\W_](?:[^\W_]|-|\.(?=[^\W_]))*\.(?P<last>[^\W\d_]{2,})(?=[/?#]|\Z)")
_LABEL = re.compile(r"(?!-)[^\W_-](?:[^\W_]|-){0,62}(?<!-)")


def with_scheme(text: str) -> str:
    """Read www.example.org/x as https://www.example.org/x. Whether it may be linked is asked of the result.

    A name such as minutes.pdf is the name of a file.
    """
    bare = _BARE.match(text)
    if bare is None or (bare.end() == len(text) and bare["last"].lower() in ENDINGS):
        return text
    return f"https://{text}"


def is_like_a_web_address(text: str) -> bool:
    """Whether it begins with http or https and names a host on the public internet."""
    parts = _split(text)
    return parts is not None and parts.scheme in ("http", "https") and _is_public(_host(parts))


def is_safe_to_link(text: str) -> bool:
    """Whether it is what it seems: no name and password, no stray signs, no look-alike letters."""
    parts = _split(text)
    if parts is None or "@" in parts.netloc or _STRAY.search(text):
        return False
    host = _host(parts)
    labels = host.split(".")
    try:
        scripts = _scripts_of("".join(_decoded(label) for label in labels))
    except UnicodeError:
        return False
    is_plain = unicodedata.normalize("NFKC", host) == host and all(
        _LABEL.fullmatch(label) for label in labels
    )
    return is_plain and len(scripts) == 1


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # a port that is no number, or too large, is only noticed when asked for
    except ValueError:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removesuffix(".")


def _is_public(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return False
    host = unicodedata.normalize("NFKC", host)
    labels = host.split(".")
    # Browsers read a host that ends in a number as an IPv4 address (WHATWG URL, "ends in a number checker").
    ends_in_number = re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]) is not None
    is_private = any(host == ending or host.endswith(f".{ending}") for ending in _PRIVATE)
    return len(labels) > 1 and all(labels) and not ends_in_number and not is_private


def _scripts_of(letters: str) -> set[str]:
    """Return the scripts of a host's letters; more than one is how a look-alike address is made."""
    return {unicodedata.name(letter, "UNKNOWN").split()[0] for letter in letters if letter.isalpha()}


def _decoded(label: str) -> str:
    """Return the letters behind `xn--…` (RFC 3492)."""
    if not label.startswith("xn--"):
        return label
    return label.removeprefix("xn--").encode("ascii").decode("punycode")
