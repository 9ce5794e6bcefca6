"""Pages of closing, and of what stands beside commitments."""

from tests.journeys.pages.organisation import LIST, SHOWN
from tests.journeys.pages.stop import ADMIN, EDITOR, HOME, SIGNING, VALE, VIEWER, Stop

CHECK_IN = "check_ins.show_check_in"
ENTRIES = f"{HOME}/library/"
ENTRY = "library.show_entry"
LANTERN_ROAD = "/o/lantern-road-primary-care-network/commitments/"
UNION = "/o/union-of-harbour-health-workers/commitments/"
BESIDE = [
    Stop("closing.close_commitment", ADMIN, LIST, (SHOWN, "closing.close_commitment")),
    Stop("closing.close_commitment", ADMIN, LIST, (SHOWN, "closing.close_commitment"), sent=True, status=422),
    Stop("closing.correct_close_out", ADMIN, LIST, (SHOWN, "closing.correct_close_out")),
    Stop("closing.reply_to_assessment", ADMIN, LIST, (SHOWN, "closing.reply_to_assessment")),
    Stop("closing.retract_commitment", ADMIN, LIST, (SHOWN, "closing.retract_commitment")),
    Stop("closing.retract_check_in", ADMIN, LIST, (SHOWN, CHECK_IN, "closing.retract_check_in")),
    Stop(
        "closing.take_up_again",
        "sami@harbour-health-union.example.org",
        UNION,
        (SHOWN, "closing.take_up_again"),
    ),
    Stop(
        "closing.answer_still_in_place",
        "opal@lantern-road.example.org",
        LANTERN_ROAD,
        (SHOWN, "closing.answer_still_in_place"),
    ),
    Stop("succession.decide_handover", SIGNING, VALE, ("succession.decide_handover",)),
    Stop("succession.decide_handover", SIGNING, VALE, ("succession.decide_handover",), sent=True, status=422),
    Stop("library.list_entries", EDITOR, ENTRIES),
    Stop(ENTRY, VIEWER, ENTRIES, (ENTRY,)),
    Stop("library.edit_entry", EDITOR, ENTRIES, (ENTRY, "library.edit_entry")),
    Stop("library.retract_entry", EDITOR, ENTRIES, (ENTRY, "library.retract_entry")),
    *(
        Stop("library.write_entry", EDITOR, ENTRIES, ("library.write_entry",), {"kind": kind})
        for kind in ("statement", "case-study", "support")
    ),
    Stop("library.write_entry", EDITOR, ENTRIES, ("library.write_entry",), sent=True, status=422),
]
