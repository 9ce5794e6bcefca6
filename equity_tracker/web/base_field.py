"""What every field of ours has: the noun its messages use, one error, and the ids its HTML needs.

The kinds of field live in their own modules; `fields` lists them all.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict

from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from equity_tracker.web.text import show_again

_OWN_ARTICLE = ("the ", "your ", "their ", "its ", "our ", "what ", "which ", "who ", "how ", "some ")


class Settings(TypedDict, total=False):
    """What every field takes beside its label.

    `required` is the whole message shown when nothing was given; None, the default, lets it be left out.
    `noun` is what messages call the field; a label that is a question needs one.
    """

    hint: str
    required: str | None
    noun: str
    default: object
    name: str


@dataclass(frozen=True)
class Noun:
    """What a field is called in the middle of a sentence, with the right article."""

    a: str
    the: str
    bare: str

    @classmethod
    def of(cls, words: str) -> "Noun":
        """Read "title", "an hour", "your password" or a label such as "End date"."""
        for article in ("a ", "an "):
            if words.startswith(article):
                bare = words.removeprefix(article)
                return cls(a=words, the=f"the {bare}", bare=bare)
        if words.startswith(_OWN_ARTICLE):
            return cls(a=words, the=words, bare=words)
        if words[1:2].isupper():  # initials: an NHS trust
            article = "an" if words[0] in "AEFHILMNORSX" else "a"
            return cls(a=f"{article} {words}", the=f"the {words}", bare=words)
        bare = words[:1].lower() + words[1:]
        article = "an" if bare.startswith(("a", "e", "i", "o", "u")) else "a"
        return cls(a=f"{article} {bare}", the=f"the {bare}", bare=bare)


def sentence(words: str) -> str:
    """Begin with a capital letter, and leave the rest alone."""
    return words[:1].upper() + words[1:]


class AppField(Field):
    """A field with a label, a hint, a noun and at most one message."""

    kind: ClassVar[str]
    is_secret: ClassVar[bool] = False
    autofocus = False
    called = ""  # where it stands alone: a label of several fields, such as "Figure", does not say which
    is_revealed = False  # by an option of another field
    is_asked = True  # False while that option is not picked
    is_for_programs = True  # whether `json_forms` has it

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        required: str | None = None,
        noun: str = "",
        **binding: Any,  # noqa: ANN401 - name, default, and what WTForms adds when it binds the field
    ) -> None:
        super().__init__(label, description=hint, **binding)
        if not noun and label.endswith("?"):
            raise ValueError(f"{self.name} has a question for a label, so its messages need a noun")
        self.noun = Noun.of(noun or label)
        self.required = required
        self.hint = hint

    @property
    def error(self) -> str | None:
        """The message shown at the field: the first, because one thing is put right at a time."""
        return self.errors[0] if self.errors else None

    @property
    def anchor(self) -> str:
        """The id of the control that the error summary leads to."""
        return self.id

    @property
    def described_by(self) -> str:
        """The ids for aria-describedby, hint before error."""
        ids = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def is_blank(self) -> bool:
        """Whether the person gave nothing at all."""
        raise NotImplementedError

    @property
    def as_typed(self) -> str:
        """What the person gave, as words for a page that shows it again."""
        raise NotImplementedError

    def ask(self, *, is_asked: bool, is_kept: bool = False) -> None:
        """Say whether the question arises. When not, nothing is required, and what was given is forgotten.

        :param is_kept: leave what was given where it stands, without judging it, to be shown again.
        """
        self.is_asked = is_asked
        if is_asked:
            return
        if is_kept:
            self.process_errors = []
        else:
            self.process(None, None)

    def say(self, message: str) -> None:
        """Add a message found elsewhere: by the model, or by a rule between fields."""
        self.errors = [*self.errors, message]

    def pre_validate(self, form: BaseForm) -> None:
        """Stop at the first thing wrong, so that later checks can rely on `data`."""
        if self.process_errors or not self.is_asked:
            raise StopValidation
        if self.is_blank:
            raise StopValidation(self.required or "")
        self.check(form)

    def check(self, form: BaseForm) -> None:
        """Override to judge a value that could be read; raise StopValidation with the message."""


class InputField(AppField):
    """A field with a single input. `text` is what the input shows."""

    text = ""

    def process_data(self, value: object) -> None:
        self.data = value
        self.text = self.to_text(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        self.text = show_again(valuelist[0]) if valuelist else ""
        if len(valuelist) > 1:
            raise ValueError(f"Enter only one {self.noun.bare}")
        if self.text:
            self.data = self.read(valuelist[0])

    def to_text(self, value: object) -> str:
        return "" if value is None else str(value)

    def read(self, typed: str) -> object:
        """Return the value, None when there is none, or raise ValueError with the message."""
        raise NotImplementedError

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def as_typed(self) -> str:
        return self.text
