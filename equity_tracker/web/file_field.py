"""A field that takes a file, or the id of one that is kept already. See `uploads` for how it got there."""

from wtforms.form import BaseForm

from equity_tracker.model.file_kind import ENDINGS, FILE_LIMIT, size_in_words
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.web.base_field import InputField
from equity_tracker.web.uploads import find_kept, refusal_of

HINT = (
    f"PDF, Word, Excel, PNG or JPEG, up to {size_in_words(FILE_LIMIT)}."
    " What a document says of its author, and comments in it, go along."
)
CHOOSE_AGAIN = "The file is no longer there. Choose it again"


class FileField(InputField):
    """`data` is the file that is kept, `text` its id."""

    kind = "file"
    accept = ",".join(f".{ending}" for ending in ENDINGS)
    data: StoredFile | None
    was_refused = False
    is_offered = True

    def process_data(self, value: object) -> None:
        self.data = find_kept(str(value)) if value else None
        self.text = self.data.public_id if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data, self.text = None, ""
        given = [value for value in valuelist if value]
        message = refusal_of(self.name)
        if message is None and given:
            self.data = find_kept(given[0]) if len(given) == 1 else None
            message = None if self.data else CHOOSE_AGAIN
        self.was_refused = message is not None
        if message is not None:
            raise ValueError(message)
        self.text = self.data.public_id if self.data else ""

    @property
    def is_blank(self) -> bool:
        return self.data is None and not self.was_refused

    @property
    def as_typed(self) -> str:
        return self.data.in_words if self.data else ""

    def check(self, form: BaseForm) -> None:
        """Whatever is kept has been judged."""
