"""Web addresses found in a register: which may be shown as links, and which are refused."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000
_LONGEST_TITLE = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_WITH_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?=\S)", re.IGNORECASE)
# [words](address) or words (address).
_WRITTEN_LINK = re.compile(
    r"!?\[([^\]]*)\]\(\s*(\S+?)\s*\)|(.*\S)\s*\(([a-z][a-z0-9+.-]*:\S+)\)", re.IGNORECASE
)
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_START = "Enter a web address that starts with https://"
_PARTS = "The address has parts that are not allowed"


class BadLink(ValueError):
    """Its message is for the person who wrote the address."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    title: str | None = None


def check_address(text: str) -> str:
    """The address as written, or BadLink. It must be http or https, public, and name no user."""
    address = text.strip()
    if not _ADDRESS.match(address):
        raise BadLink(_START)
    if len(address) > LONGEST_ADDRESS:
        raise BadLink(f"The address must be {LONGEST_ADDRESS:,} characters or fewer. It has {len(address):,}")
    try:
        parts = urlsplit(address)
        has_bad_parts = parts.username is not None or parts.port == 0
    except ValueError:
        raise BadLink(_PARTS) from None
    if has_bad_parts or not address.isprintable() or re.search(r'[\s<>"\\]', address):
        raise BadLink(_PARTS)
    if not _is_public_host(parts.hostname or ""):
        raise BadLink(_PARTS)
    return address


def _is_public_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return _HOST.fullmatch(host) is not None and not host.endswith((".local", ".internal", ".localhost"))


def read_links(text: str, separator: str) -> list[Link]:
    """The links of one cell, in order, each once. BadLink names the first part that is none."""
    links: dict[str, Link] = {}
    for part in text.split(separator):
        if part.strip():
            link = _read_link(part.strip())
            links.setdefault(link.url, link)
    return list(links.values())


def _read_link(part: str) -> Link:
    if (written := _WRITTEN_LINK.fullmatch(part)) is not None:
        title, address = (written[1], written[2]) if written[2] else (written[3], written[4])
        return Link(check_address(address), _title(title))
    found = _ADDRESS.search(part)
    if found is None or _WITH_SCHEME.match(part, 0, found.start()):
        raise BadLink(f"“{part[:80]}” is not a web address. {_START}")
    title = part.replace(found[0], " ", 1)
    return Link(check_address(found[0]), _title(title))


def _title(text: str) -> str | None:
    tidy = " ".join(text.split()).strip(" :-–—()[],")
    return tidy[:_LONGEST_TITLE] or None
