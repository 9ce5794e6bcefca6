"""What a form needs that anybody may send: a signed, timed key and a trap, and no puzzle for people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Self

from equity_tracker import clock
from equity_tracker.web import signed
from equity_tracker.web.fields import Hidden, Line
from equity_tracker.web.forms import AppForm

# Nobody reads and fills in a form sooner; a program does.
SOONEST = timedelta(seconds=3)
LATEST = timedelta(hours=12)
TOO_SOON = "That was very quick. Look through your answers, and press the button again"
TOO_LATE = "This page was open for a long time. Look through your answers, and press the button again"


class PublicForm(AppForm):
    """Print it with `components/public_form.html`. A view asks `is_trapped` before it stores anything.

    `purpose` ties the key to one form.
    """

    purpose: ClassVar[str]

    opened = Hidden()
    homepage = Line("Leave this field empty", autocomplete="off")

    @classmethod
    def for_request(cls, values: object = None, **settings: Any) -> Self:  # noqa: ANN401 - those of AppForm
        form = super().for_request(values, **settings)
        if not form.is_submitted:
            form.begin()
        return form

    @property
    def asked_fields(self) -> Sequence[Any]:
        """The fields that people answer."""
        own = (self.opened.short_name, self.homepage.short_name)
        return [field for field in self if field.short_name not in own]

    @property
    def is_trapped(self) -> bool:
        """Whether somebody filled in what people do not see."""
        return bool(self.homepage.text)

    def check(self) -> None:
        if self.errors:
            return  # Whoever mends something is no program, and takes a while anyway.
        age = signed.age(self.purpose, self.opened.data or "", clock.now())
        if age is None or age > LATEST:
            self.form_errors.append(TOO_LATE)
            self.begin()
        elif age < SOONEST:
            self.form_errors.append(TOO_SOON)

    def begin(self) -> None:
        """Count the time from now."""
        self.opened.process_data(signed.sign_moment(self.purpose, clock.now()))
