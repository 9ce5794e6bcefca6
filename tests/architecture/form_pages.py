"""Every page with a form: who opens it, what it asks, and a right answer to each question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from equity_tracker.model.readiness import Section
from tests.architecture.test_access import lines
from tests.support.factories.draft import LINK_ID
from tests.support.page import FilledForm, Page, words
from tests.support.people import PASSWORD

# A year in which nothing of the world that the tests make has a date, so that order is kept.
FIRST_YEAR = 2031
CONTROLS = ".//*[self::input or self::select or self::textarea][@name]"
Answers = dict[str, str | list[str]]


@dataclass(frozen=True)
class FormPage:
    """A page with a form, and who may open it."""

    endpoint: str
    who: str
    section: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.endpoint, self.section)))


@dataclass(frozen=True)
class Question:
    """A field as the page shows it: its name, its kind, and what it offers to choose from."""

    name: str
    kind: str
    offered: tuple[str, ...] = ()
    # It opens only when one option of another question is chosen.
    is_revealed: bool = False

    @property
    def short(self) -> str:
        """The last part of its name, the same in every row of a list."""
        return self.name.rpartition("-")[2]

    @property
    def is_written(self) -> bool:
        """Whether people type the answer, and may read it again."""
        return not self.offered and self.kind != "password"

    def answered(self, value: str | list[str]) -> Answers:
        """Return what a browser sends for an answer; a date is written with slashes."""
        if self.kind != "date":
            return {self.name: value}
        parts = [*str(value).split("/"), "", ""]
        return {
            f"{self.name}-{part}": text for part, text in zip(("day", "month", "year"), parts, strict=False)
        }


@dataclass
class Sheet:
    """A form on a page, ready to be filled in."""

    page: Page
    form: FilledForm
    questions: list[Question] = field(default_factory=list)

    @classmethod
    def on(cls, page: Page) -> Sheet:
        """Read the page's own form: the last one that posts, with its last button that only sends."""
        buttons = page.root.xpath("//main//form[@method='post']//button[@type='submit'][not(@name)]")
        assert buttons, f"{page.url} has no form: {page.main[:300]}"
        form = page.form(words(buttons[-1]))
        return cls(page, form, list(_questions(form.form)))

    @property
    def sent(self) -> Answers:
        """What is sent when nobody fills anything in."""
        return {name: values if len(values) > 1 else values[0] for name, values in self.form.values.items()}

    def right(self, **given: str) -> Answers:
        """Return a right answer to every question. `given` differ, by the last part of a field's name."""
        answers = self.sent
        for number, question in enumerate(self.questions):
            answers |= question.answered(given.get(question.short, _right(question, number)))
        return answers

    def blank(self, with_: str = "") -> Answers:
        """Return what is sent by somebody who leaves everything out, or types nothing but spaces."""
        answers = self.sent
        for question in self.questions:
            if question.kind in {"radio", "checkbox", "tick"}:
                answers.pop(question.name, None)
            elif question.kind == "password":
                answers[question.name] = ""  # Spaces are part of a password.
            elif question.kind != "select":
                answers |= question.answered("/".join([with_] * 3) if question.kind == "date" else with_)
        return answers


def _questions(form: HtmlElement) -> Iterator[Question]:
    controls: dict[str, list[HtmlElement]] = {}
    for control in form.xpath(CONTROLS):
        controls.setdefault(control.get("name"), []).append(control)
    for name, same in controls.items():
        if same[0].xpath("ancestor::*[@aria-hidden='true']"):
            continue  # A trap for programs: nobody sees it.
        kind = same[0].get("type") or same[0].tag
        offered = tuple(_offered(same))
        around = {name for tag in same[0].iterancestors() for name in tag.get("class", "").split()}
        is_revealed = not around.isdisjoint({"revealed", "revealed-by-any"})
        if name.endswith("-day"):
            yield Question(name.removesuffix("-day"), "date", (), is_revealed)
        elif same[0].get("inputmode") in {"decimal", "numeric"} and not name.endswith(("-month", "-year")):
            yield Question(name, "number", (), is_revealed)
        elif kind not in {"hidden", "submit", "file"} and not name.endswith(("-month", "-year")):
            yield Question(name, "tick" if offered == ("yes",) else kind, offered, is_revealed)


def _offered(controls: list[HtmlElement]) -> Iterator[str]:
    for control in controls:
        options = control.xpath(".//option") if control.tag == "select" else [control]
        for option in options:
            if option.get("value") and (
                option.tag == "option" or option.get("type") in {"radio", "checkbox"}
            ):
                yield option.get("value")


def _right(question: Question, number: int) -> str:
    if question.offered:
        return question.offered[0]
    if question.kind == "date":
        return f"1/6/{FIRST_YEAR + number}"
    return {
        "email": "somebody.new@example.org",
        "url": "https://example.org/minutes",
        "password": PASSWORD,
        "number": "12",
    }.get(question.kind, f"Said in plain words {number}")


# What some fields ask beyond their kind, by the last part of their names.
RIGHT: dict[str, dict[str, str]] = {
    "accounts.accept_invitation": {"password": "three herons over slate"},
    "accounts.change_password": {"new_password": "three herons over slate"},
    "accounts.reset_password": {"new_password": "three herons over slate"},
    "accounts.sign_in": {"email": "cora.editor@example.org"},
    "check_in_links.write_check_in": {"because": "", "on": "1/2/2026", "met": "1/2/2026"},
    "check_ins.record_check_in": {"because": "", "on": "1/2/2026", "met": "1/2/2026"},
    "on_behalf.record_check_in": {"because": "", "on": "1/2/2026", "met": "1/2/2026"},
    "closing.answer_still_in_place": {"answer": "reversed"},
    "closing.close_commitment": {"reason": "absorbed", "new_home": "https://example.org/plan"},
    "closing.correct_close_out": {"reason": "absorbed", "new_home": "https://example.org/plan"},
    "commitments.correct_reading": {"read_on": "1/2/2026"},
    "commitments.edit_measure": {"unit": "contracts"},
    "commitments.amend_commitment": {"publish_as": "commitment"},
    "commitments.amend_section": {"distribution": "targeted_group", "approved_on": "1/2/2026"},
    "commitments.edit_section": {
        "distribution": "targeted_group",
        "approved_on": "1/2/2026",
        "planned_on": f"1/6/{FIRST_YEAR + 1}",
    },
    "commitments.give_baseline": {"read_on": "1/2/2026"},
    "commitments.meet_milestone": {"met_on": "1/2/2026"},
    "commitments.revise_milestone": {"revised_on": "1/6/2027"},
    "commitments.record_reading": {"read_on": "1/2/2026"},
    "commitments.submit_commitment": {"publish_as": "statement_of_intent"},
    "organisations.edit_brand": {"colour": "#7a1f5c"},
    "organisations.edit_organisation": {"namespace": "ODS", "value": "RX1", "time_zone": "Europe/London"},
    "partnerships.answer_partnership": {"answer": "declined"},
    "partnerships.give_reading": {"agrees_on_aim": "no"},
    "programmes.create_programme": {
        "reference_prefix": "QQ",
        "launch_time": "10:30",
        "coordinating_body": "another",
        "body_name": "Birch College",
    },
    "programmes.edit_programme": {
        "reference_prefix": "FS",
        "launch_time": "10:30",
        "coordinating_body": "another",
        "body_name": "Birch College",
    },
    "programmes.end_participation": {"left_on": "1/4/2026"},
    "contacting.contact": {"topic": "register"},
    "reports.check_issued": {"sha256": "a" * 64},
    "reports.new_programme_report": {"since": "1/2/2026", "until": "1/3/2026"},
    "reports.new_report": {"since": "1/2/2026", "until": "1/3/2026"},
    "programmes.review_check_in": {"decision": "returned"},
    "programmes.review_commitment": {"decision": "returned"},
    "scheduling.add_schedule": {"others": "chair@example.org"},
    "scheduling.edit_schedule": {"others": "chair@example.org"},
    "succession.decide_handover": {"decision": "amended"},
    "succession.record_succession": {"effective_on": "1/4/2026"},
    "suggesting.suggest": {"happened_on": "1/2/2026"},
    "rounds.edit_questions": {"kind": "choice", "choices": "Money\nTime"},
}


def form_pages() -> Iterator[FormPage]:
    """Yield the pages of the access table that have a form, each with one of the people who may send it."""
    table = {(row["endpoint"], row["method"]): row for row in lines()}
    for endpoint in sorted({endpoint for endpoint, method in table if method == "POST"}):
        shown = table.get((endpoint, "GET"))
        for who in PEOPLE:
            if shown and ((endpoint, who) in OPENED_OTHERWISE or shown[who] == "200"):
                sections = [section.value for section in Section] if endpoint.endswith("_section") else [""]
                yield from (FormPage(endpoint, who, section) for section in sections)
                break


PEOPLE = ("anonymous", "editor", "admin", "other_coordinator", "coordinator")
# What the access table names is no live link, joined already, or has a round that is open.
OPENED_OTHERWISE = {
    ("accounts.accept_invitation", "anonymous"): {"token": "a-live-invitation"},
    ("accounts.reset_password", "anonymous"): {"token": "a-live-reset"},
    ("check_in_links.write_check_in", "anonymous"): {"link": LINK_ID},
    ("organisations.join_programme", "admin"): {"participation": "other-work"},
    ("programmes.close_programme", "other_coordinator"): {"programme": "other-work"},
}

# Posts that are a button on a page about something else, come from a system or, saving nothing, a script.
BUTTONS = {
    "accounts.end_other_sessions",
    "accounts.end_session",
    "accounts.sign_out",
    "check_in_links.save_check_in",
    "check_ins.revoke_link",
    "check_ins.save_check_in",
    "check_ins.take_back_check_in",
    "following.confirm",
    "following.manage",
    "following.stop",
    "scheduling.pause_schedule",
    "scheduling.resume_schedule",
    "scheduling.stop",
    "check_ins_api.send_check_in",
    "drafts_api.create_draft",
    "library.publish_entry",
    "notices.end_calendar_link",
    "notices.make_calendar_link",
    "commitments.show_reading",
    "commitments.dismiss_prompt",
    "organisations.cancel_invitation",
    "programmes.plan_next_round",
    "reports.request_programme_report",
    "programmes.acknowledge_older",
    "programmes.reset_practice",
    "organisations.try_practice",
    "reports.request_report",
}
