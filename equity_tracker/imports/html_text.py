"""Plain text from cells that hold HTML. Links keep their address; nothing else of the markup is kept."""

import re
from html.parser import HTMLParser

_TAGS = (
    "p|br|a|b|strong|i|em|u|s|sub|sup|ul|ol|li|div|span|h[1-6]|table|thead|tbody|tr|td|th|blockquote|font|hr"
    "|img|script|style|pre|code|small|center|section|article|iframe|svg|object|form|input|button"
)
_ENTITY = r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});"
_LOOKS_LIKE_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|{_ENTITY}", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "ul", "ol", "table", "tr", "blockquote", "section", "article", "pre", "hr", "br", *_HEADINGS)
)
_UNSEEN = frozenset(("script", "style"))


def looks_like_html(text: str) -> bool:
    return ("<" in text or "&" in text) and _LOOKS_LIKE_HTML.search(text) is not None


def text_of_html(html: str) -> str:
    """What a reader would see, with each link as its words and, in brackets, its address."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            words = "".join(self.parts[start:]).strip()
            if address and address != words:
                self.parts.append(f" ({address})" if words else address)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))
