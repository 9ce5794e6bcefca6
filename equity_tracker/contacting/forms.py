"""What anybody may write to us."""

from collections.abc import Iterable
from enum import StrEnum

from equity_tracker.web.fields import Choice, Email, Line, Option, Pick, Prose
from equity_tracker.web.public_form import PublicForm


class Topic(StrEnum):
    """What it is about, which decides who reads it."""

    REGISTER = "register"
    PROGRAMME = "programme"
    ACCESSIBILITY = "accessibility"
    WRONG = "wrong"


TOPICS = {
    Topic.REGISTER: "This register",
    Topic.PROGRAMME: "A programme in it",
    Topic.ACCESSIBILITY: "A problem with using these pages",
    Topic.WRONG: "Something unlawful, or wrong about you or your organisation",
}


class ContactForm(PublicForm):
    """A message, and an address to answer to if an answer is wanted."""

    purpose = "contact"

    topic = Choice(
        "What is it about?",
        [Option(topic, words) for topic, words in TOPICS.items()],
        noun="what it is about",
        required="Choose what it is about",
    )
    programme = Pick(
        "Which programme, if it is about one?",
        noun="programme",
        hint="Its coordinators get your message.",
    )
    message = Prose("Your message", required="Enter your message", limit=3_000, rows=8)
    name = Line("Your name", hint="Optional.", autocomplete="name")
    email = Email(
        "Your e-mail address",
        hint="Optional. Without it nobody can answer you.",
    )

    def check(self) -> None:
        super().check()
        if self.topic.data == Topic.PROGRAMME and self.programme.is_blank:
            self.programme.say("Choose the programme")

    @classmethod
    def about(cls, programmes: Iterable[Option], topic: str) -> "ContactForm":
        known = {"topic": topic} if topic in set(Topic) else {}
        return cls.for_request(known, options={"programme": programmes})
