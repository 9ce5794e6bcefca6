"""The optional answers of a check-in on their way: into the form, out of it, and in words for mails."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.check_in import CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.model.told_answers import in_one_line, told_answers


def more_from(values: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a complete form holds, by the names of the answers. No note is no private note."""
    title, url = values["elsewhere_title"], values["elsewhere_url"]
    return {
        "themes": tuple(
            ThemeNote(**row | {"is_private": row["is_private"] and row["note"] is not None})
            for row in values["themes"]
        ),
        "help": tuple(HelpNote(**row) for row in values["help"]),
        "asks": tuple(Ask(**row) for row in values["asks"]),
        "decision_power": values.get("decision_power"),
        "reported_elsewhere": ReportedElsewhere(title, url) if title and url else None,
    }


def values_of_more(answers: Answers) -> dict[str, Any]:
    """Fill the rows as they were given."""
    elsewhere = answers.reported_elsewhere
    return {
        "themes": [vars(row) for row in answers.themes],
        "help": [vars(row) for row in answers.help],
        "asks": [vars(row) for row in answers.asks],
        "elsewhere_title": elsewhere.title if elsewhere else None,
        "elsewhere_url": elsewhere.url if elsewhere else None,
    }


def more_in_words(version: CheckInVersion) -> list[tuple[str, str]]:
    """Return the optional answers as the public reads them, each in one line."""
    more = told_answers(answers_payload(version))
    elsewhere = more.reported_elsewhere
    words = [
        ("What helped", in_one_line(more.helped)),
        ("What hindered", in_one_line(more.hindered)),
        ("Help wanted", in_one_line(more.wanted)),
        ("Help offered", in_one_line(more.offered)),
        ("What must change above us", in_one_line(more.asks)),
        ("Who decided, as far as can be shown", more.power),
        ("Reported elsewhere", f"{elsewhere['title']}, {elsewhere['url']}" if elsewhere else ""),
    ]
    return [(label, text) for label, text in words if text]
