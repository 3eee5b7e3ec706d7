"""Reports: what an office has to tell every month, counted from its records alone.

``books`` says which records count and when; each report is a module of its own; ``catalogue`` lists them. What comes
out is a ``Report`` of tables without any language, in which each line names the records that it rests on; ``workbook``
lays one out as a spreadsheet in Arabic or English. Pure: the desk brings the history, the period and the places.
"""

from __future__ import annotations

from clearway.reports.books import Books
from clearway.reports.catalogue import REPORTS, report
from clearway.reports.model import Both, Cell, Column, Form, Line, Report, Said, Table

__all__ = ["REPORTS", "Books", "Both", "Cell", "Column", "Form", "Line", "Report", "Said", "Table", "report"]
