"""Editing: the forms of an event, for one occurrence, for those that follow, or for all."""

from typing import Any

from pyramid.request import Request
from wtforms.fields import SelectChoice

from eventapp.forms import EventForm, RepeatForm
from eventapp.forms.event import reminder_of
from eventapp.i18n import _, reason
from eventapp.ical import Occurrence
from eventapp.ical.recurrence import recurrence
from eventapp.models import Calendar, Content, Event, Recurrence, When, Wrong
from eventapp.models.event import new_id
from eventapp.views.calendars import key_of, title_of
from eventapp.views.edits import Edit
from eventapp.views.reader import reader_of
from eventapp.views.repeats import in_words


class Editing:
    """The forms of one event.

    :param event: the event that is edited; None for one that is being added.
    :param shown: the occurrence that is shown; None for one that happens once, or for all.
    :param copy: what the one that is being added is a copy of.
    """

    def __init__(
        self,
        request: Request,
        calendar: Calendar,
        event: Event | None = None,
        shown: Occurrence | None = None,
        copy: Event | None = None,
    ) -> None:
        self.request, self.calendar, self.event, self.shown, self.copy = request, calendar, event, shown, copy
        like, reader = event or copy, reader_of(request)
        again = Recurrence() if like is None else like.recurrence
        start = reader.now(request).date() if like is None else like.when.start
        self.words = in_words(again, start, reader)
        self._week_start = reader.week_start
        self._as_is = RepeatForm.of(again, start, self.words, week_start=self._week_start)
        posted = request.POST if request.method == "POST" else None
        self.repeat = RepeatForm.of(again, start, self.words, posted, self._week_start)
        if posted is not None:
            reminders = () if like is None else like.content.reminders
            self.form = EventForm(posted, reminders=reminders, reminder=reminder_of(reminders))
        elif event is not None:
            self.form = EventForm.of(event, **self._said())
        elif copy is not None:
            self.form = EventForm.of(copy, id=new_id(), version="")
        self._rules: tuple[str, ...] | None = None  # as they are
        self.put_elsewhere = False

    def begin(self, **fields: Any) -> None:
        """The form of a new event, with these fields filled in."""
        self.form = EventForm(**fields)

    def put(self, when: When) -> None:
        """The form of the event that is edited, with another time filled in."""
        assert self.event is not None  # noqa: S101 - what is added is nowhere yet
        self.form = EventForm.of(self.event, **{**self._said(), "when": when})
        self.repeat, self.put_elsewhere = self._as_is, True

    def fill(self, event: Event, name: str) -> None:
        """The form of a new event of that name, filled in from another."""
        self.form = EventForm.of(event)
        self.form.id.data, self.form.version.data = name, ""
        self.repeat = RepeatForm.of(event.recurrence, event.when.start, week_start=self._week_start)
        if self.repeat.keeps:  # a rule that the form has no controls for stays with the event that has it
            self.repeat = RepeatForm.of(Recurrence(), event.when.start, week_start=self._week_start)

    def _said(self) -> dict[str, Any]:
        if self.shown is None:
            return {"scope": "all"}
        shown = self.shown
        return {
            "when": shown.when,
            "title": shown.title,
            "place": shown.place,
            "notes": shown.notes,
            "at": "" if shown.at is None else shown.at.isoformat(),
        }

    def page(self) -> dict[str, Any]:
        """What the template of the form wants."""
        self._offer_calendars()
        return {
            "form": self.form,
            "repeat": self.repeat,
            "words": self.words,
            "calendar": self.calendar,
            "event": self.event,
            "copy": self.copy,
            "put_elsewhere": self.put_elsewhere,
            "shown": self.shown,
            "meanwhile": None,
            "deleted": False,
        }

    def _offer_calendars(self) -> None:
        calendars = self.request.user.all_calendars()
        self.form.calendar.choices = [SelectChoice(key_of(c), title_of(c)) for c in calendars]
        if self.form.calendar.data is None:
            self.form.calendar.data = key_of(self.calendar)

    def validate(self) -> bool:
        """Whether all that was typed makes sense; else its fields say why not."""
        self._offer_calendars()
        good = all([self.form.validate(), self._leaves_rules_alone or self.repeat.validate()])
        good = good and (self.scope == "one" or self._leaves_rules_alone or self._rules_make_sense())
        return good and self._can_be_kept()

    def _can_be_kept(self) -> bool:
        """Whether what comes of the forms is possible; else the form says why not."""
        try:
            for part in self.edit.contents():
                if part is not None and part.recurrence.last is not None:
                    part.when.at(part.recurrence.last)
        except Wrong as error:
            self.form.form_errors.append(_("Not saved: ${reason}", reason=reason(error)))
        except (ValueError, OverflowError):
            self.form.form_errors.append(_("Not saved: that is further away than any day here."))
        return not self.form.form_errors

    @property
    def _leaves_rules_alone(self) -> bool:
        """Whether how the event repeats is not touched: then its rules go with it, wherever it goes."""
        alone = "repeat" not in self.request.POST or self.repeat.keeps or self.repeat.data == self._as_is.data
        return (self.event or self.copy) is not None and alone

    def _rules_make_sense(self) -> bool:
        """Whether the event can repeat like that."""
        if not self.repeat.fits(self.form.when.start):
            return False
        rule = self.repeat.rule(self.form.when.start)
        self._rules = (rule,) if rule else ()
        try:
            recurrence(self.form.when.start, self._rules, timezone=self.form.when.timezone)
        except Wrong as error:
            self.repeat.repeat.errors = [reason(error)]
            return False
        return True

    @property
    def scope(self) -> str:
        """What is edited: ``one``, ``following`` or ``all``."""
        return str(self.form.scope.data) if self.shown is not None else "all"

    @property
    def target(self) -> Calendar:
        """The calendar that was chosen."""
        chosen = self.form.calendar.data
        return next((c for c in self.request.user.all_calendars() if key_of(c) == chosen), self.calendar)

    @property
    def edit(self) -> Edit:
        """What was typed, once it makes sense."""
        form = self.form
        typed = Content(form.title.data, form.when, form.place.data, form.notes.data, reminders=form.reminders)
        return Edit(self.event, self.copy, self.shown, self.scope, typed, self._rules)
