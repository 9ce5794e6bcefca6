"""Section 5: who answers for it."""

from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Day, Line, Prose
from equity_tracker.web.forms import AppForm


class EditOwnershipForm(AppForm):
    """Section 5."""

    owner = Line("Post-holder who answers for it", noun="post", hint="The job title is public.")
    owner_name = Line(
        "Name of the post-holder", noun="name", hint="Only your organisation and the coordinator see names."
    )
    deputy = Line("Deputy", noun="post", hint="Job title.")
    deputy_name = Line("Name of the deputy", noun="name")
    sponsor = Line("Senior sponsor", noun="post", hint="Job title, such as chair or chief executive.")
    sponsor_name = Line("Name of the sponsor", noun="name")
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
            post, name = self[role], self[f"{role}_name"]
            if name.data and not post.data:
                post.say("Enter the job title as well as the name")
