"""The rows of a check-in that grow: what helped or hindered, help, and what must change elsewhere."""

from equity_tracker.model.check_in_theme import BOTH
from equity_tracker.model.vocabulary import ADDRESSEES, HELP_WAYS, SYSTEM_CODES, THEME_DIRECTIONS, THEMES
from equity_tracker.web.fields import Choice, Option, Pick, Prose, Tick
from equity_tracker.web.forms import RowForm

MOST_THEMES = 25
MOST_HELP = 10
MOST_ASKS = 10
SENTENCE_LIMIT = 1_000


def theme_options() -> list[Option]:
    """Return the twelve themes, then the finer codes of what the system does, each under what it is."""
    groups = (
        ("Themes of working together", THEMES.current()),
        ("In the system: what hinders", SYSTEM_CODES.under("hindering")),
        ("In the system: what helps", SYSTEM_CODES.under("helping")),
    )
    return [Option(term.slug, term.label, group=group) for group, terms in groups for term in terms]


class ThemeRow(RowForm):
    """One theme, which way it worked, and a note if there is more to say."""

    theme = Pick("Theme", theme_options(), required="Choose the theme")
    direction = Choice(
        "Which way did it work?",
        [Option(term.slug, term.label) for term in THEME_DIRECTIONS.current()],
        noun="answer",
        required="Choose whether it helped, hindered or did both",
        inline=True,
    )
    note = Prose("In a sentence", noun="note", hint="You can leave this out.", limit=SENTENCE_LIMIT, rows=2)
    is_private = Tick(
        "Keep the sentence private",
        hint="Only your organisation and the coordinators read it. The theme itself is public.",
    )

    def check(self) -> None:
        if self.direction.data == BOTH and not self.note.data:
            self.note.say("Enter a sentence that says when it helped and when it hindered")


class HelpRow(RowForm):
    """Help that others could give, or be given."""

    way = Choice(
        "Do you want help, or offer it?",
        [Option(term.slug, term.label) for term in HELP_WAYS.current()],
        noun="answer",
        required="Choose whether help is wanted or offered",
        inline=True,
    )
    theme = Pick("About what?", theme_options(), noun="theme", required="Choose what the help is about")
    note = Prose(
        "In a sentence, what help?",
        noun="sentence",
        required="Enter a sentence that says what help",
        limit=SENTENCE_LIMIT,
        rows=2,
    )
    is_private = Tick(
        "Keep this private",
        hint="Only your organisation and the coordinators read it, and can bring people together.",
    )


class AskRow(RowForm):
    """What stands in the way that only somebody else can change."""

    addressee = Pick(
        "Who could change it?", ADDRESSEES.current(), noun="answer", required="Choose who could change it"
    )
    what = Prose(
        "What must change?",
        noun="sentence",
        required="Enter what must change",
        limit=SENTENCE_LIMIT,
        rows=2,
    )
    is_private = Tick("Keep this private", hint="Only your organisation and the coordinators read it.")
