"""What the templates of forms print: valid, labelled, described, and as GOV.UK Frontend 6 expects it."""

from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from equity_tracker.model.errors import Refused
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

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Form</title></head><body>
{% from "components/form.html" import form_page %}
{% from "components/field.html" import field, fields %}
{% from "components/error_summary.html" import error_summary %}
{{ error_summary(form) }}
<h1>Form</h1>
{% call form_page(form, "/form", "Save & go on", also=[("next", "later", "Save for later")], cancel="/") %}
{{ fields(form) }}
{% endcall %}
</body></html>"""


class MilestoneRow(RowForm):
    public_id = Hidden()
    title = Line("What will be done", required="Enter what will be done")
    planned_on = Day("Planned date", required="Enter the planned date")


class EveryKindForm(AppForm):
    title = Line("Title", hint="In plain words", required="Enter a title", autocomplete="off", width=20)
    statement = Prose("Statement", hint="In your words", required="Enter the statement", limit=10_000)
    email = Email(required="Enter your e-mail address")
    link = WebAddress("Link to the source", required="Enter a link")
    password = Password(autocomplete="new-password")
    people = WholeNumber("People reached", noun="number of people", required="Enter how many people")
    starts_on = Day("Start date", required="Enter the start date")
    ends_on = PeriodDay("End date", required="Enter the end date")
    level = Choice(
        "Level",
        [
            Option(
                "rules", "Rules", "Changes a rule. Many people live by it.", "A wage for all.", "Whitehead"
            ),
            Option("other", "Other"),
        ],
        hint="Choose the nearest",
        required="Choose a level",
        none="Not stated",
        reveals={"other": "which"},
    )
    which = Line("Which level?", noun="level", required="Enter which level")
    reach = Choice(
        "Reach",
        [Option("all", "All"), Option("group", "One group"), Option("place", "One place")],
        reveals={"group": "how", "place": "how"},
    )
    how = Prose("How?", noun="answer")
    determinants = Choices(
        "Determinants",
        [Option("work", "Work", "Paid and safe."), Option("food", "Food")],
        hint="Up to three",
        required="Choose a determinant",
    )
    owner = Pick("Owner", [Option("7", "Ada <Alder>")], hint="Who answers for it", required="Choose an owner")
    milestones = Rows("Milestones", MilestoneRow, one="milestone", hint="Steps", required="Enter a milestone")
    agreed = Tick("Our council has agreed", hint="Or will", required="Tick to say so")
    made_by = Hidden()


@pytest.fixture(scope="module")
def render() -> Callable[[AppForm], BeautifulSoup]:
    loader = FileSystemLoader(TEMPLATES)
    templates = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.globals["csrf_token"] = lambda: "a token"
    page = templates.from_string(PAGE)

    def read(form: AppForm) -> BeautifulSoup:
        html = page.render(form=form)
        html5lib.HTMLParser(strict=True).parse(html)
        return BeautifulSoup(html, "lxml")

    return read


def wrong_form() -> EveryKindForm:
    """Every field is blank but the first, and the second milestone is half filled."""
    form = EveryKindForm(
        MultiDict({"title": '"><b>Wage\x00', "level": "other", "milestones-1-title": "Open"})
    )
    form.validate()
    form.add_error(Refused("The programme has closed"))
    return form


FORMS = pytest.mark.parametrize("make_form", [EveryKindForm, wrong_form], ids=["new", "wrong"])


def select(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def said(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def described(page: BeautifulSoup, tag: Tag) -> list[str]:
    return [said(select(page, f"[id='{name}']")) for name in str(tag["aria-describedby"]).split()]


@FORMS
def test_every_id_stands_once_and_every_reference_leads_somewhere(
    render: Callable[[AppForm], BeautifulSoup], make_form: Callable[[], AppForm]
) -> None:
    page = render(make_form())
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    references = [
        name for tag in page.select("[aria-describedby]") for name in str(tag["aria-describedby"]).split()
    ]
    references += [str(label["for"]) for label in page.select("label")]
    references += [str(link["href"])[1:] for link in page.select(".govuk-error-summary a")]
    references += [str(tag["aria-controls"]) for tag in page.select("[aria-controls]")]
    assert set(references) <= set(ids)


@FORMS
def test_every_control_has_a_label_and_every_group_a_legend(
    render: Callable[[AppForm], BeautifulSoup], make_form: Callable[[], AppForm]
) -> None:
    page = render(make_form())
    controls = page.select("input:not([type=hidden]), textarea, select")
    labels = {str(label["for"]): said(label) for label in page.select("label")}
    assert len(controls) > 20
    assert all(labels[str(control["id"])] for control in controls)
    for group in page.select("fieldset"):
        assert group.legend is not None
        assert said(group.legend)


@FORMS
def test_nothing_is_inline(
    render: Callable[[AppForm], BeautifulSoup], make_form: Callable[[], AppForm]
) -> None:
    page = render(make_form())
    attributes = {name for tag in page.find_all(True) for name in tag.attrs}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert not page.select("script, style")


def test_a_form_carries_its_keys_and_buttons(render: Callable[[AppForm], BeautifulSoup]) -> None:
    form = EveryKindForm(version=4)
    page = render(form)
    tag = select(page, "form")
    assert (tag["method"], tag["action"], tag.has_attr("novalidate")) == ("post", "/form", True)
    hidden = {str(field["name"]): field["value"] for field in tag.select("input[type=hidden]")}
    assert hidden["csrf_token"] == "a token"
    assert hidden["form_key"] == form.form_key
    assert hidden["version"] == "4"
    seen = [button for button in tag.select("button[type=submit]") if not button.has_attr("hidden")]
    assert [said(button) for button in seen][-2:] == ["Save & go on", "Save for later"]
    assert (seen[-1]["name"], seen[-1]["value"]) == ("next", "later")


def test_a_new_record_carries_no_version(render: Callable[[AppForm], BeautifulSoup]) -> None:
    assert not render(EveryKindForm()).select("[name=version]")


def test_enter_presses_the_button_that_saves(render: Callable[[AppForm], BeautifulSoup]) -> None:
    first = render(EveryKindForm()).select("button[type=submit]")[0]
    assert (said(first), first.has_attr("name")) == ("Save & go on", False)


def test_the_summary_leads_to_each_control(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(wrong_form())
    summary = select(page, ".govuk-error-summary[data-module=govuk-error-summary]")
    assert summary.select("[role=alert] > h2")
    links = {str(link["href"]): said(link) for link in summary.select("a")}
    assert links["#starts_on-day"] == "Enter the start date"
    assert links["#which"] == "Enter which level"
    assert links["#determinants"] == "Choose a determinant"
    assert links["#milestones-1-planned_on-day"] == "Milestone 1: Enter the planned date"
    assert said(summary.select("li")[0]) == "The programme has closed"
    for anchor in links:
        assert select(page, f"[id='{anchor[1:]}']").name in {"input", "textarea", "select"}


def test_a_right_form_has_no_summary(render: Callable[[AppForm], BeautifulSoup]) -> None:
    assert not render(EveryKindForm()).select(".govuk-error-summary")


def test_hint_and_error_are_read_with_the_control(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(wrong_form())
    assert described(page, select(page, "#title")) == [
        "In plain words",
        "Error: The title has a character that cannot be stored. Delete it and try again",
    ]
    assert described(page, select(page, "#statement")) == [
        "You can enter up to 10,000 characters",
        "In your words",
        "Error: Enter the statement",
    ]
    assert described(page, select(page, "#owner")) == ["Who answers for it", "Error: Choose an owner"]
    assert described(page, select(page, "#agreed")) == ["Or will", "Error: Tick to say so"]
    for group, lines in {
        "Determinants": ["Up to three", "Error: Choose a determinant"],
        "Level": ["Choose the nearest"],
        "Milestones": ["Steps"],
    }.items():
        fieldset = next(tag for tag in page.select("fieldset") if tag.legend and said(tag.legend) == group)
        assert described(page, fieldset) == lines


def test_what_was_typed_is_shown_as_text(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(wrong_form())
    assert select(page, "#title")["value"] == '"><b>Wage\N{REPLACEMENT CHARACTER}'
    assert said(select(page, "#owner option[value='7']")) == "Ada <Alder>"


def test_a_textarea_keeps_its_lines(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm(None, {"statement": "One\n\nTwo"}))
    # A browser drops the line break that follows the tag; what stands after it is the value.
    assert select(page, "#statement").get_text() == "\nOne\n\nTwo"


def test_a_password_is_never_printed(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm(MultiDict({"password": "very secret indeed"})))
    assert not select(page, "#password").has_attr("value")
    assert "very secret" not in str(page)
    assert select(page, "#password")["autocomplete"] == "new-password"


def test_only_the_wrong_part_of_a_date_is_marked(render: Callable[[AppForm], BeautifulSoup]) -> None:
    form = EveryKindForm(MultiDict({"starts_on-day": "3", "starts_on-month": "13", "starts_on-year": "2027"}))
    form.validate()
    page = render(form)
    marked = [str(tag["id"]) for tag in page.select("#starts_on .govuk-input--error")]
    assert marked == ["starts_on-month"]


def test_what_is_chosen_is_marked(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(
        EveryKindForm(None, {"level": "rules", "determinants": ["food"], "owner": "7", "agreed": True})
    )
    assert [str(tag["value"]) for tag in page.select("[checked]")] == ["rules", "food", "yes"]
    assert [str(tag["value"]) for tag in page.select("[selected]")] == ["7"]


def test_an_answer_can_be_taken_back(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm())
    assert [str(tag["id"]) for tag in page.select("[checked]")] == ["level-none"]


def test_an_option_opens_its_field_directly_below_it(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm())
    revealed = select(page, ".govuk-radios__item + .revealed")
    assert revealed.select("#which")
    before = revealed.find_previous_sibling()
    assert isinstance(before, Tag)
    assert before.select("input[value=other]")
    assert len(page.select("#which")) == 1


def test_a_field_that_two_options_open_is_drawn_once_below_both(
    render: Callable[[AppForm], BeautifulSoup],
) -> None:
    page = render(EveryKindForm())
    group = select(page, ".reveal-group")
    assert [str(tag["value"]) for tag in group.select("input")] == ["group", "place"]
    assert group.select(".revealed-by-any #how")
    assert len(page.select("#how")) == 1


@pytest.mark.parametrize("chosen", ["neither", ["group", "place"]])
def test_a_text_stays_in_sight_when_the_answer_that_opens_it_is_none(
    render: Callable[[AppForm], BeautifulSoup], chosen: str | list[str]
) -> None:
    form = EveryKindForm(MultiDict({"reach": chosen, "how": "So", "level": ["rules", "other"]}))
    assert not form.validate()
    page = render(form)
    assert said(select(page, ".kept")) == "How? So You can enter up to 10,000 characters"
    assert page.select("[checked]") == []


def test_definitions_stand_where_the_choice_is_made(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm())
    assert described(page, select(page, "#level")) == ["Changes a rule."]
    meanings = select(page, "details")
    assert said(select(page, "details summary")) == "What each of these means"
    assert said(meanings.select("dd")[0]) == (
        "Changes a rule. Many people live by it. For example: A wage for all. Source: Whitehead"
    )


def test_a_row_can_be_removed_and_another_added(render: Callable[[AppForm], BeautifulSoup]) -> None:
    page = render(EveryKindForm(None, {"milestones": [{"title": "Open", "public_id": "m1"}]}))
    buttons = {said(button): (button["name"], button["value"]) for button in page.select("button[name]")}
    assert buttons["Remove milestone 1"] == ("remove_row", "milestones-0")
    assert buttons["Add another milestone"] == ("add_row", "milestones")
    assert select(page, "[name='milestones-0-public_id']")["value"] == "m1"


def test_a_new_row_is_where_the_person_goes_on(render: Callable[[AppForm], BeautifulSoup]) -> None:
    answers = {"milestones-0-title": "Open", "add_row": "milestones"}
    page = render(EveryKindForm(MultiDict(answers)))
    assert select(page, "[autofocus]")["id"] == "milestones-1-title"
    answers["add_row"], answers["remove_row"] = "", "milestones-0"
    page = render(EveryKindForm(MultiDict(answers)))
    assert select(page, "[autofocus]")["value"] == "milestones"
