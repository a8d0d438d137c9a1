"""What is mailed: in the language of whoever gets it, with everything in its place."""

import re
from collections.abc import Callable

import pytest

from eventapp.i18n import say
from eventapp.mail import Message
from eventapp.models import Entry, User, What
from eventapp.security import messages
from tests.factories import NOW

URL = "https://events.example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SEEN = Entry(NOW, str(What.RECOVERY_CODE_USED), "192.0.2.1", FIREFOX, "9 left")

MESSAGES: dict[str, Callable[[User], Message]] = {
    "password link": lambda user: messages.password_link(URL, user, "TOKEN"),
    "password changed": lambda user: messages.password_changed(URL, user, SEEN),
    "email link": lambda user: messages.email_link(URL, user, "TOKEN"),
    "email taken": lambda user: messages.email_taken(URL, user),
    "email asked": lambda user: messages.email_asked(URL, user, SEEN, "new@example.com"),
    "email changed": lambda user: messages.email_changed(URL, user, SEEN, "new@example.com"),
    "leaving": lambda user: messages.leaving(URL, user, SEEN, 7),
    "factor changed": lambda user: messages.factor_changed(URL, user, SEEN),
    "new browser": lambda user: messages.new_browser(URL, user, SEEN),
    "second step left": lambda user: messages.second_step_left(URL, user, SEEN),
}


def reader(locale: str, hours: int = 24) -> User:
    user = User("alice", "alice@example.com", "v1$x", NOW, "Europe/Prague")
    user.locale, user.hours = locale, hours
    return user


def said(message: Message) -> str:
    return f"{say(message.subject, message.locale)}\n{say(message.text, message.locale)}"


@pytest.mark.parametrize("name", MESSAGES)
def test_each_is_said_in_german(name):
    english, german = (said(MESSAGES[name](reader(locale))) for locale in ("en_GB", "de"))
    assert english.splitlines()[1].startswith("Hello") and german.splitlines()[1].startswith("Hallo")
    for one, other in zip(english.split("\n\n"), german.split("\n\n"), strict=True):
        assert one != other or one.startswith(URL), one
    for text in (english, german):
        assert "$" not in text and URL in text
    links = re.compile(r"https://events\.example\.com/\S+")
    assert links.findall(english) == links.findall(german)


def test_days_and_times_are_written_as_their_reader_likes():
    def when(*how):
        return say(messages.password_changed(URL, reader(*how), SEEN).text, how[0])

    assert "on 23 November 2026 at 08:42 (Europe/Prague), from Firefox on Linux at 192.0.2.1." in when("en_GB")
    assert "on November 23, 2026 at 8:42 AM (Europe/Prague), from" in when("en_US", 12)
    assert "am 23. November 2026 um 08:42 (Europe/Prague):\nFirefox auf Linux, Adresse 192.0.2.1." in when("de")
    assert "on 2026年11月23日 at 8:42 (Europe/Prague), from" in when("ja")


def test_what_came_from_no_address_says_so_by_silence():
    entry = Entry(NOW, str(What.PASSKEY_ADDED), "", FIREFOX)
    text = messages.factor_changed(URL, reader("en_GB"), entry).text
    assert "(Europe/Prague), from Firefox on Linux:\n\nA passkey was added.\n" in text


def test_a_detail_is_said_in_the_same_language():
    text = said(messages.factor_changed(URL, reader("de"), SEEN))
    assert text.startswith("Ein Wiederherstellungscode wurde zum Anmelden benutzt\n")
    assert "Ein Wiederherstellungscode wurde zum Anmelden benutzt (noch 9 übrig)." in text
