"""Search: events by words and ranges of time. Values and the tree in, occurrences out; no web."""

from eventapp.search.finding import Found, find
from eventapp.search.marks import Marks
from eventapp.search.query import Query, parse

__all__ = ["Found", "Marks", "Query", "find", "parse"]
