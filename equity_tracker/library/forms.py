"""What people may type about a statement for action, a case study or a support: one form for each."""

from equity_tracker.model import vocabulary
from equity_tracker.model.library import EntryKind
from equity_tracker.web.fields import Choices, Day, Line, Pick, Prose, WebAddress
from equity_tracker.web.forms import AppForm


def _programme() -> Pick:
    return Pick(
        "Programme",
        required="Choose the programme it belongs to",
        outside="Choose one of the programmes your organisation takes part in",
    )


def _commitments() -> Choices:
    return Choices(
        "Commitments it belongs with",
        noun="commitments",
        outside="Choose from your organisation's published commitments",
        hint="Its page leads to them, and theirs to it.",
    )


def _reason() -> Line:
    return Line(
        "Reason for the change",
        noun="reason",
        hint="Public, beside the new version. Leave it empty while nothing is published.",
    )


class EditStatementForm(AppForm):
    """A statement for action."""

    programme = _programme()
    title = Line("Title", required="Enter a title for the statement")
    profession = Pick(
        "For which profession",
        vocabulary.PROFESSIONS.current(),
        noun="profession",
        required="Choose the profession it is written for",
    )
    text = Prose("Why to act", noun="statement", required="Enter why to act", rows=6)
    outcome = Prose("What members of the profession can do", noun="answer", rows=6)
    url = WebAddress("Where the whole statement can be read", noun="web address")
    dated_on = Day("Date of the statement")
    commitments = _commitments()
    reason = _reason()


class EditCaseStudyForm(AppForm):
    """A case study."""

    programme = _programme()
    title = Line("Title", required="Enter a title for the case study")
    text = Prose("What was done", noun="case study", required="Enter what was done", rows=6)
    outcome = Prose("What came of it", noun="answer", rows=4)
    lessons = Prose("What others can learn from it", noun="answer", rows=4)
    place = Line("Place")
    profession = Pick(
        "Whose work it is about",
        vocabulary.PROFESSIONS.current(),
        noun="profession",
        none="No one profession",
    )
    url = WebAddress("Where more can be read", noun="web address")
    dated_on = Day("Date of the case study")
    commitments = _commitments()
    reason = _reason()


class EditSupportForm(AppForm):
    """A support of somebody else's ask."""

    programme = _programme()
    title = Line(
        "Title",
        required="Enter a title for the support",
        hint="For example: We back the call for a cross-government strategy.",
    )
    alliance = Line("Whose ask it is", noun="alliance", required="Enter whose ask it is")
    outcome = Prose("The ask", noun="ask", required="Enter the ask", rows=3)
    text = Prose("Why your organisation backs it", noun="answer", required="Enter why you back it", rows=4)
    url = WebAddress("Where the ask can be read", noun="web address")
    dated_on = Day("Backed since")
    commitments = _commitments()
    reason = _reason()


class RetractEntryForm(AppForm):
    """Taking it back."""

    reason = Line("Why it is taken back", noun="reason", required="Enter why it is taken back")


class ConfirmForm(AppForm):
    """Nothing to type: the button is the answer."""


FORMS: dict[EntryKind, type[AppForm]] = {
    EntryKind.STATEMENT: EditStatementForm,
    EntryKind.CASE_STUDY: EditCaseStudyForm,
    EntryKind.SUPPORT: EditSupportForm,
}
