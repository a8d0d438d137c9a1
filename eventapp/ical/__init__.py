"""iCalendar (RFC 5545): what other programs read and write, and when events happen. No transaction, no web.

Values and calendars in, values out. What changes a calendar is in :mod:`eventapp.ical.importing`.
"""

from eventapp.ical.blocks import NoCalendar
from eventapp.ical.importing import bring_in, take_back
from eventapp.ical.occurrences import Occurrence
from eventapp.ical.reading import Item, Reading, read
from eventapp.ical.writing import calendar_text

__all__ = ["Item", "NoCalendar", "Occurrence", "Reading", "bring_in", "calendar_text", "read", "take_back"]
