"""Pages of checking in."""

from tests.journeys.pages.stop import (
    ADMIN,
    COORDINATOR,
    EDITOR,
    HOME,
    INSTITUTE,
    SIGNING,
    VALE,
    VIEWER,
    WRITING,
    Stop,
    public,
)

LIST = f"{HOME}/commitments/"
SHOWN = "commitments.show_commitment"
RECORD = "check_ins.record_check_in"
REPLY = "assessments.reply_to_check_in_assessment"
# Only a check-in that is begun can be thrown away: that link leads to the one of the demonstration.
BEGUN = (RECORD, "check_ins.discard_check_in")
SIGN = "check_ins.sign_check_in"
CHECK_INS = [
    Stop("check_ins.list_due", EDITOR, f"{HOME}/check-ins/"),
    Stop("check_ins.show_check_in", VIEWER, LIST, (SHOWN, "check_ins.show_check_in")),
    Stop(REPLY, ADMIN, LIST, (SHOWN, "check_ins.show_check_in", REPLY)),
    Stop("check_ins.record_check_in", EDITOR, LIST, (SHOWN, "check_ins.record_check_in")),
    Stop(
        "check_ins.show_questions",
        EDITOR,
        LIST,
        (SHOWN, "check_ins.record_check_in", "check_ins.show_questions"),
    ),
    Stop(
        "check_ins.record_check_in",
        EDITOR,
        LIST,
        (SHOWN, "check_ins.record_check_in"),
        sent=True,
        status=422,
    ),
    Stop(
        "check_ins.confirm_nothing_changed",
        COORDINATOR,
        f"{INSTITUTE}/commitments/",
        (SHOWN, "check_ins.record_check_in", "check_ins.confirm_nothing_changed"),
    ),
    Stop(
        "check_ins.correct_check_in",
        EDITOR,
        LIST,
        (SHOWN, "check_ins.show_check_in", "check_ins.correct_check_in"),
    ),
    Stop("check_ins.discard_check_in", EDITOR, f"{HOME}/check-ins/", BEGUN),
    Stop(RECORD, EDITOR, f"{HOME}/check-ins/", BEGUN, tail="/../new"),
    Stop("check_ins.preview_check_in", EDITOR, f"{HOME}/check-ins/", BEGUN, tail="/../preview"),
    Stop("check_ins.hand_over_check_in", EDITOR, f"{HOME}/check-ins/", BEGUN, tail="/../hand-over"),
    Stop("check_ins.ask_by_link", EDITOR, f"{HOME}/check-ins/", BEGUN, tail="/../ask"),
    Stop("check_ins.preview_check_in", WRITING, f"{VALE}/", ("check_ins.preview_check_in",)),
    Stop(SIGN, SIGNING, f"{VALE}/", (SIGN,)),
    Stop("check_ins.give_back_check_in", SIGNING, f"{VALE}/", (SIGN, "check_ins.give_back_check_in")),
    public("check_in_links.open_link", "/check-in-link/ended-long-ago", status=410),
    public("check_in_links.write_check_in", "/check-in-by-link/ended-long-ago", status=410),
]
