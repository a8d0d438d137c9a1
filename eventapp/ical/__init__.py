"""iCalendar (RFC 5545): what other programs read and write. Plain values in and out; no database, no web."""

from eventapp.ical.codec import calendar_text

__all__ = ["calendar_text"]
