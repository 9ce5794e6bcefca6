"""What is asked of whoever wants a report or a pack, and of whoever compares a file with the one issued."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date

from flask import has_request_context, request
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from equity_tracker.model.report_choice import Choice as Chosen
from equity_tracker.model.report_choice import Edition, Period, ReportKind
from equity_tracker.reports.pack import MOST_PARTS
from equity_tracker.web.base_field import InputField
from equity_tracker.web.fields import Choice, Choices, Day, Line, Option, Pick, Rows
from equity_tracker.web.forms import AppForm, RowForm
from equity_tracker.web.public_form import PublicForm

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BETWEEN = re.compile(r"[\s:-]+")
NOTHING = "Choose the file, or enter its SHA-256"
BOTH = "Choose a file or enter a SHA-256, not both"
NO_DIGEST = "A SHA-256 has 64 characters: digits, and letters from a to f"


class AskForm(AppForm):
    """What a report is about, whom it is for, which time it looks back on, and what is in it."""

    about = Pick("What is it about?", noun="what it is about", required="Choose what it is about")
    edition = Choice(
        "Whom is it for?",
        [
            Option(Edition.INTERNAL, "The people it is about", hint="It holds what is not public."),
            Option(Edition.PUBLIC, "Everybody", hint="It holds only what is published."),
        ],
        noun="whom it is for",
        required="Choose whom it is for",
    )
    since = Day("From which day?", noun="day", hint="Leave it empty to begin at the beginning.")
    until = Day("Until which day?", noun="day", hint="Leave it empty to end today.")
    sections = Choices("What is in it?", noun="sections", required="Choose at least one section")
    signatory = Pick(
        "Which post signs it?",
        noun="which post signs it",
        none="Leave room to write it in",
        hint="Posts that are published with your commitments.",
    )
    today: date

    @property
    def post(self) -> str | None:
        """Return the post that signs, if one was chosen."""
        return (self.signatory.data or None) if "signatory" in self else None

    def check(self) -> None:
        since, until = self.since.day_itself, self.until.day_itself
        if until is not None and until > self.today:
            self.until.say("Enter a day that is not in the future")
        elif self.is_right("until") and since is not None and since > (until or self.today):
            self.since.say("Enter a day that is not after the last one")

    def choice(self, kind: ReportKind, as_of: date) -> Chosen:
        """Say what was asked for; all sections are said by naming none."""
        picked = tuple(self.sections.data) if "sections" in self else ()
        is_all = "sections" in self and len(picked) == len(self.sections.options)
        period = Period(self.until.day_itself or as_of, self.since.day_itself)
        return Chosen(kind, Edition(str(self.edition.data)), as_of, period, () if is_all else picked)

    def in_address(self) -> dict[str, list[str]]:
        """Return the answers as the query of an address, for the preview."""
        left_out = {"csrf_token", "form_key", "next"}
        return {name: values for name, values in request.form.lists() if name not in left_out and any(values)}


class FileInHand(InputField):
    """A file that is read once, for its SHA-256, and kept nowhere. `data` is that, in lower case."""

    kind = "file"
    accept = ".pdf"
    is_offered = True
    data: None = None
    digest = ""

    def process_data(self, value: object) -> None:  # noqa: ARG002 - nothing is ever shown again
        self.data, self.text = None, ""

    def process_formdata(self, valuelist: list[str]) -> None:  # noqa: ARG002 - a file is no text of the form
        file = request.files.get(self.name) if has_request_context() else None
        if file is not None and file.filename:
            self.digest = self.text = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]

    def check(self, form: BaseForm) -> None:
        """Any file may be compared."""


class Digest(Line):
    """A SHA-256 as people copy it: in any case, with spaces, colons or hyphens between."""

    @property
    def digest(self) -> str:
        return _BETWEEN.sub("", self.text).lower()

    def check(self, form: BaseForm) -> None:  # noqa: ARG002 - the signature of every field
        if not _DIGEST.fullmatch(self.digest):
            raise StopValidation(NO_DIGEST)


class CheckForm(PublicForm):
    """A file, or its SHA-256."""

    purpose = "check a report"
    takes_files = True

    file = FileInHand("The file", hint="A PDF of up to 16 MB. It is compared, and not kept.")
    sha256 = Digest("Or the SHA-256 of the file", noun="the SHA-256", limit=200)

    @property
    def digest(self) -> str:
        return self.file.digest or self.sha256.digest

    def check(self) -> None:
        super().check()
        if self.file.is_blank and self.sha256.is_blank:
            self.file.say(NOTHING)
        elif not self.file.is_blank and not self.sha256.is_blank:
            self.sha256.say(BOTH)


def pack_form(offered: Sequence[Option]) -> type[AppForm]:
    """Return a form for what is to stand in a board pack: what is offered depends on the programme."""

    class PartRow(RowForm):
        """One report in the pack."""

        part = Pick("Report", offered, noun="report", none="Choose a report")

        @property
        def is_blank(self) -> bool:
            """A row with two answers is none that was left out."""
            return self.part.is_blank and not self.part.process_errors

    class PackForm(AppForm):
        """The reports of a pack, in their order."""

        parts = Rows(
            "Reports, in the order in which they are to stand",
            PartRow,
            one="report",
            noun="reports",
            minimum=1,
            maximum=MOST_PARTS,
            blank=3,
        )

    return PackForm
