"""The register as JSON, made part by part: what the file is, what its columns mean, and every row."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from equity_tracker.public.columns import COLUMNS, About, record
from equity_tracker.public.register_facts import HOW_WE_COUNT, LICENCE, LICENCE_URL, TITLE, RegisterFacts


def json_parts(facts: RegisterFacts, rows: Iterable[Any], about: About) -> Iterator[str]:
    """Yield the object in parts, a row at a time."""
    head = {
        "title": TITLE,
        "made_on": facts.made_on.isoformat(),
        "asked": [{"title": title, "answer": answer} for title, answer in facts.asked],
        "order": facts.sort.value,
        "url": facts.page_url,
        "licence": {"title": LICENCE, "url": LICENCE_URL},
        "how_we_count": [*HOW_WE_COUNT, facts.method_url],
        "columns": [
            {name: getattr(column, name) for name in ("name", "title", "type", "description")}
            for column in COLUMNS
        ],
    }
    yield f'{_text(head)[:-1]}, "rows": ['
    joint = "\n"
    for row in rows:
        yield joint + _text(record(row, about))
        joint = ",\n"
    yield "\n]}\n"


def _text(value: Any) -> str:  # noqa: ANN401 - anything that JSON can say
    return json.dumps(value, ensure_ascii=False)
