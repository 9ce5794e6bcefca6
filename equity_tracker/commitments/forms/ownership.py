"""Section 5: who answers for it."""

from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Day, Line, Pick, Prose
from equity_tracker.web.forms import AppForm

NO_ACCOUNT = "Nobody with an account here"


def _account(label: str) -> Pick:
    """Ask which member of the organisation it is; the list depends on who they are."""
    return Pick(
        label,
        noun="person",
        none=NO_ACCOUNT,
        outside="Choose one of the people of your organisation",
    )


class EditOwnershipForm(AppForm):
    """Section 5."""

    owner = Line("Post-holder who answers for it", noun="post", hint="The job title is public.")
    owner_name = Line(
        "Name of the post-holder", noun="name", hint="Only your organisation and the coordinator see names."
    )
    owner_person = _account("Account of the post-holder")
    deputy = Line("Deputy", noun="post", hint="Job title.")
    deputy_name = Line("Name of the deputy", noun="name")
    deputy_person = _account("Account of the deputy")
    sponsor = Line("Senior sponsor", noun="post", hint="Job title, such as chair or chief executive.")
    sponsor_name = Line("Name of the sponsor", noun="name")
    sponsor_person = _account("Account of the sponsor")
    sponsor_statement = Prose("A sentence from the sponsor", noun="statement", rows=2, limit=1_000)
    forum = Line("Forum that reviews it", noun="forum", hint="For example: the people committee.")
    resources = Prose("Money, time and posts set aside", noun="resources", rows=2)
    funding_source = Choice(
        "Where does the money come from?", vocabulary.FUNDING_SOURCES.current(), noun="answer"
    )
    funding_ends_on = Day("Date the funding ends")

    def check(self) -> None:
        """A name without a post says nothing to the public."""
        for role in ("owner", "deputy", "sponsor"):
            post, name, person = self[role], self[f"{role}_name"], self[f"{role}_person"]
            if (name.data or person.data) and not post.data:
                post.say("Enter the job title as well as the person")
