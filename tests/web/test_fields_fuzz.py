"""Whatever is posted, a form answers: with values of the promised types, or with messages."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from equity_tracker.model.dates import PartialDate
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Day,
    Email,
    Hidden,
    Line,
    Option,
    Password,
    PeriodDay,
    Pick,
    Prose,
    Rows,
    Tick,
    WebAddress,
    WholeNumber,
)
from equity_tracker.web.forms import AppForm, RowForm

OPTIONS = [Option("a", "A"), Option("b", "B")]


class AnyRow(RowForm):
    public_id = Hidden()
    title = Line("Title", required="Enter a title")
    due_on = Day("Due date")


class AnyForm(AppForm):
    line = Line("Line", required="Enter a line")
    prose = Prose("Prose")
    email = Email()
    link = WebAddress()
    password = Password()
    number = WholeNumber("Number")
    starts_on = Day("Start date")
    ends_on = PeriodDay("End date", after="starts_on")
    choice = Choice("Choice", OPTIONS, reveals={"a": "line", "b": "rows"})
    pick = Pick("Pick", OPTIONS)
    choices = Choices("Choices", OPTIONS, minimum=1, maximum=1)
    rows = Rows("Rows", AnyRow, one="row", minimum=1, maximum=2)
    tick = Tick("Tick")


TYPES: dict[str, type | tuple[type, ...]] = {
    "line": str,
    "prose": str,
    "email": str,
    "link": str,
    "password": str,
    "number": int,
    "starts_on": date,
    "ends_on": PartialDate,
    "choice": str,
    "pick": str,
}
DATE_PARTS = [f"{name}-{part}" for name in ("starts_on", "ends_on") for part in ("day", "month", "year")]
NAMES = [
    *("line", "prose", "email", "link", "password", "number", "choice", "pick", "choices", "tick"),
    *DATE_PARTS,
    *(
        "rows",
        "rows-0-title",
        "rows-1-due_on-day",
        "rows-2-title",
        "rows-0-",
        "rows--title",
        "rows-9999-title",
    ),
    *("add_row", "remove_row", "form_key", "version", "csrf_token"),
]
LIKELY = [
    "",
    " ",
    "1",
    "31",
    "2",
    "2027",
    "4-6",
    "a",
    "b",
    "yes",
    "rows",
    "rows-0",
    "a@b.uk",
    "https://example.org",
    "\x00",
]
VALUES = st.one_of(
    st.sampled_from(LIKELY),
    st.text(),
    st.text().map("https://xn--{}.org".format),
    st.text().map("https://{}".format),
    st.text().map("{}@example.org".format),
    st.text().map("a@{}.uk".format),
    st.from_regex(r"-?[0-9.,]{1,30}", fullmatch=True),
)


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=3), max_size=12))
def test_a_form_answers_whatever_is_posted(answers: dict[str, list[str]]) -> None:
    form = AnyForm(MultiDict(answers))
    is_right = form.validate()
    assert is_right == (not form.errors and not form.is_changing_rows)
    assert bool(form.errors) == bool(form.errors_for_summary)
    for name, kind in TYPES.items():
        assert form[name].data is None or isinstance(form[name].data, kind)
    if is_right:
        assert (
            form.starts_on.data is None
            or form.ends_on.data is None
            or form.ends_on.data.on > form.starts_on.data
        )
        assert form.choices.data in ([], ["a"], ["b"])
        assert len(form.rows.data) <= 2
    assert all(isinstance(answer, str) for _, answer in form.typed)
