"""What an organisation has to do about check-ins that are being written: finish, change or sign them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.worklist import Task, Urgency

_RECORD = "check_ins.record_check_in"
_PREVIEW = "check_ins.preview_check_in"
_SIGN = "check_ins.sign_check_in"


def with_drafts(tasks: Sequence[Task], drafts: Iterable[CheckInDraft], *, may_sign: bool) -> list[Task]:
    """Say of each check-in on the list where its draft is, and add what is being written between rounds."""
    waiting = {draft.commitment.public_id: draft for draft in drafts}
    told = []
    for task in tasks:
        is_due = task.endpoint == _RECORD and task.urgency in {Urgency.LATE, Urgency.DUE_SOON}
        draft = waiting.pop(task.arguments["commitment"], None) if is_due else None
        told.append(_told(task, draft, may_sign=may_sign) if draft else task)
    told += [_told(_task(draft), draft, may_sign=may_sign) for draft in waiting.values()]
    return sorted(told, key=lambda task: task.urgency)


def _task(draft: CheckInDraft) -> Task:
    """Make the line of a check-in that nothing asks for yet."""
    return Task(
        urgency=Urgency.RETURNED if draft.is_returned or draft.is_waiting else Urgency.BEGUN,
        what="Finish the check-in",
        about=draft.commitment.display_title,
        why=f"{draft.commitment.programme.name}.",
        when="Sent" if draft.is_waiting else "Last saved",
        saved_at=draft.sent_at if draft.is_waiting else draft.saved_at,
        permission=Permission.RECORD_CHECK_IN,
        endpoint=_RECORD,
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": draft.commitment.public_id},
    )


def _told(task: Task, draft: CheckInDraft, *, may_sign: bool) -> Task:
    """Change what is to be done to what is left to be done."""
    if draft.is_waiting and may_sign:
        return replace(
            task,
            what="Sign the check-in",
            why=f"{task.why} Written by {draft.sent_by_name}.",
            permission=Permission.SIGN_CHECK_IN,
            endpoint=_SIGN,
        )
    if draft.is_waiting:
        why = f"{task.why} An approver or an admin signs it, and then it is sent."
        return replace(task, what="Waiting for signature", why=why, endpoint=_PREVIEW)
    if draft.is_returned:
        return replace(
            task, what="Change the check-in", why=f"{task.why} Given back: {draft.return_reason or ''}"
        )
    keeper = draft.keeper
    where = f"With {keeper.name}" if keeper else "Started"
    return replace(task, why=f"{task.why} {where}, not sent.")
