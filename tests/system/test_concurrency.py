"""Many at once, over HTTP, against a real FileStorage."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import sleep

from tests.factories import PASSWORD
from tests.system.programs import Visitor, event, serving, stored, write_ini


def at_once(*calls):
    """What each returned. All run at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def patiently(visitor, path, **fields):
    """Post a form, and again while the line for passwords is full; the status of the answer."""
    for _ in range(200):
        status = visitor.post(path, **fields).status
        if status != 503:
            break
        sleep(0.05)
    return status


def test_a_name_is_given_out_once(server, tmp_path):
    visitors = [Visitor(server) for _ in range(20)]
    tokens = [visitor.token("/register") for visitor in visitors]

    def registration(number):
        fields = {"username": "alice", "email": f"alice{number}@example.com", "password": PASSWORD}
        return lambda: patiently(visitors[number], "/register", csrf_token=tokens[number], **fields)

    assert Counter(at_once(*map(registration, range(20)))) == {302: 1, 422: 19}
    signed_in = [visitor.ask("/").status for visitor in visitors]
    assert Counter(signed_in) == {200: 1, 302: 19}
    with stored(tmp_path) as root:
        assert list(root["users"]) == ["alice"] and len(root["users"]["alice"].sessions) == 1
        assert len(root["users"]._by_email) == len(root._sessions) == 1


def test_an_email_is_given_out_once(server, tmp_path):
    visitors = [Visitor(server) for _ in range(10)]
    tokens = [visitor.token("/register") for visitor in visitors]

    def registration(number):
        fields = {"username": f"alice{number}", "email": "alice@example.com", "password": PASSWORD}
        return lambda: patiently(visitors[number], "/register", csrf_token=tokens[number], **fields)

    assert Counter(at_once(*map(registration, range(10)))) == {302: 1, 422: 9}
    with stored(tmp_path) as root:
        assert len(root["users"]) == len(root["users"]._by_email) == len(root._sessions) == 1


def test_all_that_one_person_adds_at_once_is_stored_whole(server, tmp_path):
    alice = Visitor(server).register("alice")

    def tab(name):
        visitor = alice.copy(server)
        token = visitor.token("/users/alice/add")
        titles = [f"{name} {number}" for number in range(10)]
        return lambda: [visitor.post("/users/alice/add", csrf_token=token, **event(title)).status for title in titles]

    statuses = Counter(status for answers in at_once(*map(tab, range(8))) for status in answers)
    assert statuses == {303: 80}
    with stored(tmp_path) as root:
        calendar = root["users"]["alice"]
        titles = {f"{name} {number}" for name in range(8) for number in range(10)}
        by_time = list(calendar.coming(root["users"]["alice"].registered))
        assert len(calendar) == 80 and {kept.title for kept in calendar.values()} == titles
        assert len(by_time) == 80 and {kept.title for kept in by_time} == titles


def test_reading_in_many_tabs_never_fails(tmp_path):
    """T17: each of these requests writes down that the session was seen."""
    ini = write_ini(tmp_path, eventapp__bcrypt__rounds="4", eventapp__session__seen_interval="0")
    with serving(ini) as server:
        alice = Visitor(server).register("alice")

        def tab(_):
            visitor = alice.copy(server)
            return lambda: [visitor.ask("/").status for _ in range(25)]

        statuses = Counter(status for answers in at_once(*map(tab, range(8))) for status in answers)
        assert statuses == {200: 200} and "gave up" not in server.log
