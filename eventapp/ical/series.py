"""Series: edits of a recurring event: this one, this and what follows, or all. Contents in, contents out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from eventapp.ical.recurrence import any_left, is_start, recurrence, split, without
from eventapp.models import Change, Content, Recurrence, When
from eventapp.models.rule import parse

Start = date | datetime


def change_one(content: Content, change: Change) -> Content:
    """The event with one occurrence that says something else; one that says nothing else is like the others again."""
    others = [kept for kept in content.changes if kept.at != change.at]
    plain = Change(change.at, content.title, content.when.at(change.at), content.place, content.notes)
    changes = [*others, change] if change != plain else others
    return replace(content, changes=tuple(sorted(changes, key=lambda kept: kept.at)))


def leave_out(content: Content, at: Start) -> Content | None:
    """The event without one occurrence; None when it was the only one."""
    left = replace(
        content,
        recurrence=without(content.recurrence, at),
        changes=tuple(change for change in content.changes if change.at != at),
    )
    return left if _happens(left) else None


def end_before(content: Content, at: Start) -> Content | None:
    """What comes before an occurrence; None when nothing does."""
    before, _ = split(content.when.start, content.recurrence, at, content.when.timezone)
    if before is None:
        return None
    changes = tuple(change for change in content.changes if change.at < at)
    return _alone(replace(content, recurrence=before, changes=changes))


def begin_with(content: Content, at: Start) -> Content:
    """What begins with an occurrence and follows, as an event of its own."""
    _, then = split(content.when.start, content.recurrence, at, content.when.timezone)
    changes = tuple(change for change in content.changes if change.at >= at)
    when = content.when.at(at)
    source = content.source and replace(content.source, version="")  # it is to be written anew, with another UID
    return _alone(replace(content, when=when, recurrence=then, changes=changes, source=source))


def _alone(content: Content) -> Content:
    """The event as it is; where only its first occurrence is left and says something else, that is what it says."""
    if content.recurrence:
        return content
    said = {change.at: change for change in content.changes}.get(content.when.start)
    if said is not None:
        content = replace(content, title=said.title, when=said.when, place=said.place, notes=said.notes)
    return replace(content, changes=())


def say_all(content: Content, title: str, place: str, notes: str) -> Content:
    """The event with other texts; its changed occurrences have them, too, where they said what it said."""
    old, new = (content.title, content.place, content.notes), (title, place, notes)

    def said(change: Change) -> Change:
        texts = zip((change.title, change.place, change.notes), old, new, strict=True)
        its = [after if text == before else text for text, before, after in texts]
        return replace(change, title=its[0], place=its[1], notes=its[2])

    return replace(content, title=title, place=place, notes=notes, changes=tuple(map(said, content.changes)))


def change_all(content: Content, shown: When, when: When, rules: tuple[str, ...] | None = None) -> Content:
    """The event at another time or by other rules.

    :param shown: the time of the occurrence that was edited; how far ``when`` is from it is how far all move.
    :param rules: how it is to repeat from now on, not at all without any; None: as it does, and the rules move along.
    :raises Wrong: when a rule names no start at all.
    """
    again, old = content.recurrence, content.when
    if rules == ():
        return replace(content, when=when, recurrence=Recurrence(), changes=())
    if when == shown and rules is None:
        return content
    start = moved(old.start, shown, when)
    new = replace(when, start=start, end=None if when.end is None else when.at(start).end)
    if rules is None:
        rules = tuple(_rule_moved(rule, old, new) for rule in again.rules)
    also = [moved(day, shown, when) for day in again.also]
    never = [moved(day, shown, when) for day in again.never]
    then = recurrence(start, rules, also, never, new.timezone)
    changes = []
    for change in content.changes:
        at = moved(change.at, shown, when)
        if is_start(start, then, at):
            stays = change.when != old.at(change.at)  # it was moved by itself
            changes.append(replace(change, at=at, when=change.when if stays else new.at(at)))
    return replace(content, when=new, recurrence=then, changes=tuple(changes))


def _happens(content: Content) -> bool:
    """Whether any occurrence is left: some start that is not left out, or a changed one."""
    return bool(content.changes) or any_left(content.when.start, content.recurrence)


def moved(moment: Start, shown: When, when: When) -> Start:
    """A start of the event, as far from where it was as ``when`` is from ``shown``."""
    if isinstance(moment, datetime) and isinstance(when.start, datetime) and isinstance(shown.start, datetime):
        return moment + (when.start - shown.start)
    first = moment.date() if isinstance(moment, datetime) else moment
    day = first + (when.first_day - shown.first_day)
    return datetime.combine(day, when.start.time()) if isinstance(when.start, datetime) else day


def _rule_moved(rule: str, before: When, after: When) -> str:
    """A rule that goes with its first start: Tuesdays become Wednesdays, the 5th becomes the 6th."""
    parsed = parse(rule)
    old, new = before.first_day, after.first_day
    if parsed.until is not None:
        parsed = replace(parsed, until=moved(parsed.until, before, after))
    days, week_start = parsed.days, parsed.week_start
    if days and all(n == 0 for n, _ in days):
        shift = (new - old).days
        days = tuple(sorted(((0, (day + shift) % 7) for _, day in days), key=lambda day: day[1]))
        if parsed.weeks_count:  # else some would change weeks
            week_start = (week_start + shift) % 7
    elif days == (_numbered(old, days),):
        days = (_numbered(new, days),)
    return str(
        replace(
            parsed,
            days=days,
            week_start=week_start,
            month_days=(new.day,) if parsed.month_days == (old.day,) else parsed.month_days,
            months=(new.month,) if parsed.months == (old.month,) else parsed.months,
        )
    )


def _numbered(day: date, like: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """A day as the n-th of its weekday in its month: counted from the end when ``like`` is."""
    last = (day + timedelta(weeks=1)).month != day.month
    return -1 if like and like[0][0] == -1 and last else (day.day - 1) // 7 + 1, day.weekday()
