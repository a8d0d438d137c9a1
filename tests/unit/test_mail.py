"""Mail in a transaction: one message when it is stored, none when it is not."""

import logging
import stat
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pyramid.exceptions import ConfigurationError
from transaction import TransactionManager

from eventapp.mail import Mail, Message, make_folder, recipient
from tests.factories import NOW


@pytest.fixture
def folder(tmp_path):
    return make_folder(f"{tmp_path}/var/mail")


@pytest.fixture
def mail(folder):
    return Mail(folder, "eventapp@example.com", "https://events.example.com", None)


@pytest.fixture
def tm():
    manager = TransactionManager(explicit=True)
    manager.begin()
    return manager


class Refusing:
    """What takes part in a transaction and refuses it, early or late."""

    def __init__(self, key: str, when: str) -> None:
        self.sortKey = lambda: key
        self.when = when

    def _do(self, name):
        if self.when == name:
            raise ValueError("refused")

    def tpc_begin(self, _):
        self._do("begin")

    def commit(self, _):
        self._do("commit")

    def tpc_vote(self, _):
        self._do("vote")

    def abort(self, _):
        pass

    tpc_abort = tpc_finish = abort


def waiting(folder: Path):
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted((folder / "new").iterdir())]


def test_a_message_is_there_when_its_transaction_is_stored(mail, folder, tm, caplog):
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    assert not waiting(folder) and len(list((folder / "tmp").iterdir())) == 1
    with caplog.at_level(logging.INFO):
        tm.commit()
    (message,) = waiting(folder)
    assert (message["To"], message["Subject"], message["From"]) == (
        "alice@example.com",
        "Hello",
        "eventapp <eventapp@example.com>",
    )
    assert message["Date"].datetime == NOW and message["Message-ID"].endswith("@events.example.com>")
    assert message["Auto-Submitted"] == "auto-generated" and message.get_content() == "Text\n"
    (path,) = (folder / "new").iterdir()
    assert caplog.messages == [f"Mail to alice@example.com, “Hello”, is kept in {path}"]


def test_a_message_of_a_transaction_that_is_given_up_is_nowhere(mail, folder, tm, caplog):
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    tm.abort()
    assert not list((folder / "new").iterdir()) and not list((folder / "tmp").iterdir())
    assert not caplog.records


@pytest.mark.parametrize("key", ["a", "~~"])
@pytest.mark.parametrize("when", ["begin", "commit", "vote"])
def test_a_message_of_a_transaction_that_fails_is_nowhere(mail, folder, tm, key, when, caplog):
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    tm.get().join(Refusing(key, when))
    with pytest.raises(ValueError, match="refused"):
        tm.commit()
    assert not list((folder / "new").iterdir()) and not list((folder / "tmp").iterdir())
    assert not caplog.records, "nothing is an error of the mail's"


def test_the_message_comes_after_all_that_could_fail(mail, folder, tm):
    seen = []
    other = Refusing("zzz", "never")
    other.tpc_finish = lambda _: seen.append(len(waiting(folder)))
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    tm.get().join(other)
    tm.commit()
    assert seen == [0] and len(waiting(folder)) == 1


def test_savepoints_do_not_disturb(mail, folder, tm):
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    tm.savepoint()
    mail.send(tm, "alice@example.com", Message("Hello again", "Text\n"), now=NOW)
    tm.commit()
    assert [message["Subject"] for message in waiting(folder)] == ["Hello", "Hello again"]


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("alice@example.com\r\nBcc: bob@example.com", "Hello"),
        ("alice\n@example.com", "Hello"),
        ("alice@example.com", "Hello\r\nBcc: bob@example.com"),
        ("alice@example.com", "Hello\nX: y"),
        ("alice@žluť oučký", "Hello"),
    ],
)
def test_nobody_else_gets_into_the_headers(mail, folder, tm, to, subject):
    with pytest.raises(ValueError):
        mail.send(tm, to, Message(subject, "Text\n"), now=NOW)
    tm.commit()
    assert not waiting(folder) and not list((folder / "tmp").iterdir())


@pytest.mark.parametrize(
    ("address", "spelled"),
    [
        ("alice@example.com", "alice@example.com"),
        ("alice@bücher.example", "alice@xn--bcher-kva.example"),
        ("žluť@example.com", "žluť@example.com"),
        ("alice, bob@example.com", '"alice, bob"@example.com'),
        ("alice@straße.example", "alice@xn--strae-oqa.example"),
    ],
)
def test_addresses_are_spelled_as_the_mail_system_does(mail, folder, tm, address, spelled):
    assert recipient(address).addr_spec == spelled
    mail.send(tm, address, Message("Hello", "Text\n"), now=NOW)
    tm.commit()
    (message,) = waiting(folder)
    assert len(message["To"].addresses) == 1
    assert spelled in (folder / "new" / next((folder / "new").iterdir())).read_text("utf-8")


def test_a_link_stays_in_one_piece_and_other_letters_survive(mail, folder, tm):
    link = "https://events.example.com/reset?token=" + "A" * 43
    mail.send(tm, "a@example.com", Message("Plain", f"Open:\n\n{link}\n"), now=NOW)
    mail.send(tm, "a@example.com", Message("Other", f"Žluťoučký kůň\n\n{link}\n"), now=NOW + timedelta(seconds=1))
    tm.commit()
    plain, other = waiting(folder)
    assert link in plain.as_string() and plain.get_content() == f"Open:\n\n{link}\n"
    (kept,) = (text for path in (folder / "new").iterdir() if "kůň" in (text := path.read_text("utf-8")))
    assert f"Žluťoučký kůň\n\n{link}\n" in kept and other["Content-Transfer-Encoding"] == "8bit"


def test_what_waits_is_its_owners_only(folder):
    for path in [folder, *folder.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert make_folder(str(folder)) == folder


def test_a_folder_that_can_not_be_made_stops_the_start_up(make_app, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match=r"eventapp\.mail\.folder"):
        make_app(**{"eventapp.mail.folder": f"{tmp_path}/file/mail"})


@pytest.mark.parametrize("sender", ["eventapp", "a b@example.com", "a@b\nBcc: c@d.e", "Events <a@example.com>", "@"])
def test_a_sender_that_is_none_stops_the_start_up(make_app, sender):
    with pytest.raises(ConfigurationError, match=r"eventapp\.mail\.from"):
        make_app(**{"eventapp.mail.from": sender})


def test_without_a_folder_nothing_is_sent(tm):
    mail = Mail(None, "eventapp@example.com", "https://events.example.com", None)
    assert not mail.is_on
    mail.send(tm, "alice@example.com", Message("Hello", "Text\n"), now=NOW)
    tm.commit()
