"""Edits: what a person typed, and what an event says by it. The forms that it was typed in are those of Editing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from eventapp.ical import Occurrence, series
from eventapp.ical.occurrences import occurrence
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Change, Content, Event
from eventapp.views import parts


@dataclass(frozen=True)
class Edit:
    """:param event: the event that is edited; None for one that is being added.
    :param copy: what the one that is being added is a copy of.
    :param shown: the occurrence that is edited; None for an event that happens once, or for all.
    :param scope: ``one``, ``following`` or ``all``.
    :param typed: what was typed, but for how it repeats.
    :param rules: how it is to repeat from now on, not at all without any; None: as it does.
    """

    event: Event | None
    copy: Event | None
    shown: Occurrence | None
    scope: str
    typed: Content
    rules: tuple[str, ...] | None

    def content(self) -> Content:
        """What the event says by it: a new one, or all of one that there is.

        :raises Wrong: when a rule names no start at all.
        """
        typed = self.typed
        if self.event is None:
            if self.copy is not None:
                return replace(typed, recurrence=self._all(self.copy.content).recurrence)
            again = recurrence(typed.when.start, self.rules or (), timezone=typed.when.timezone)
            return replace(typed, recurrence=again)
        if self.scope == "one" and self.shown is not None and self.shown.at is not None:
            change = Change(self.shown.at, typed.title, typed.when, typed.place, typed.notes)
            return series.change_one(self.event.content, change)
        return self._all(self.event.content)

    def contents(self) -> tuple[Content, Content | None]:
        """Likewise, and what the event says that its later occurrences become, if they do.

        :raises Wrong: when a rule names no start at all, or the series can't be cut there.
        """
        event, shown = self.event, self.shown
        if event is not None and self.scope == "following" and shown is not None and shown.at is not None:
            before = series.end_before(event.content, shown.at)
            if before is not None:
                return before, self._all(series.begin_with(event.content, shown.at))
        return self.content(), None

    def save(self, event: Event, target: Calendar) -> Occurrence:
        """Let the event that is edited say it, in that calendar; what of it is to be looked at then."""
        event.content, later = self.contents()
        if later is not None:
            part = Event.of(later)
            target.add(part)
            parts.cut_off(event, part)
            return self.to_see(part)
        if target is not event.__parent__ and self.scope != "one":  # one stays where the others are
            event.__parent__.remove(str(event.__name__))
            target.add(event)
        return self.to_see(event)

    def to_see(self, event: Event) -> Occurrence:
        """What of an event is to be looked at: the occurrence that was edited, which may be at another time now."""
        starts: list[date | datetime] = [self.typed.when.start]
        if self.shown is not None and self.shown.at is not None:
            at = self.shown.at
            starts = [at] if self.scope == "one" else [series.moved(at, self.shown.when, self.typed.when), *starts]
        found = (occurrence(event, start) for start in starts if event.recurrence)
        return next(filter(None, found), None) or Occurrence.once(event)

    def _all(self, content: Content) -> Content:
        typed = self.typed
        shown = content.when if self.shown is None else self.shown.when
        changed = series.change_all(content, shown, typed.when, self.rules)
        said = series.say_all(changed, typed.title, typed.place, typed.notes)
        return replace(said, reminders=typed.reminders)
