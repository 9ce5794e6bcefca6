"""What people do with check-ins."""

from equity_tracker.check_ins.actions.check_ins import (
    confirm_nothing_changed,
    correct_check_in,
    record_check_in,
    refuse_if_corrected,
)

__all__ = ["confirm_nothing_changed", "correct_check_in", "record_check_in", "refuse_if_corrected"]
