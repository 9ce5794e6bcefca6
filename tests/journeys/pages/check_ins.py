"""Pages of checking in."""

from tests.journeys.pages.stop import ADMIN, COORDINATOR, EDITOR, HOME, INSTITUTE, VIEWER, Stop

LIST = f"{HOME}/commitments/"
SHOWN = "commitments.show_commitment"
REPLY = "assessments.reply_to_check_in_assessment"
CHECK_INS = [
    Stop("check_ins.list_due", EDITOR, f"{HOME}/check-ins/"),
    Stop("check_ins.show_check_in", VIEWER, LIST, (SHOWN, "check_ins.show_check_in")),
    Stop(REPLY, ADMIN, LIST, (SHOWN, "check_ins.show_check_in", REPLY)),
    Stop("check_ins.record_check_in", EDITOR, LIST, (SHOWN, "check_ins.record_check_in")),
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
]
