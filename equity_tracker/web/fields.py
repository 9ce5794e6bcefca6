"""Every kind of field that a form of ours may have. Forms import from here."""

from equity_tracker.web.choice_fields import Choice, Choices, Option, Pick, Tick
from equity_tracker.web.date_fields import Day, PastDay, PeriodDay
from equity_tracker.web.file_field import FileField
from equity_tracker.web.number_fields import DecimalNumber, WholeNumber
from equity_tracker.web.row_field import Rows
from equity_tracker.web.text_fields import Email, Hidden, Line, Password, Prose, WebAddress

__all__ = [
    "Choice",
    "Choices",
    "Day",
    "DecimalNumber",
    "Email",
    "FileField",
    "Hidden",
    "Line",
    "Option",
    "Password",
    "PastDay",
    "PeriodDay",
    "Pick",
    "Prose",
    "Rows",
    "Tick",
    "WebAddress",
    "WholeNumber",
]
