"""Tables of monthly reports, one file for each noun."""

from reports.models.periods import Period
from reports.models.reports import Figure, MonthlyReport, Remark

__all__ = ["Figure", "MonthlyReport", "Period", "Remark"]
