"""pshell, with what a person types: beside a server it reads, without one it stores."""

from tests.system.programs import BIN, Visitor, event, run

CHANGE = "user('alice').timezone = 'Europe/Prague'\ntm.commit()\n"


def pshell(ini, typed):
    return run(BIN / "pshell", ini, cwd=ini.parent, typed=typed).stdout


def test_beside_a_server_it_reads_and_refuses_to_store(server, ini):
    alice = Visitor(server).register("alice")
    assert alice.send("/users/alice/add", **event("Lunch")).status == 303
    said = pshell(ini, "print([event.title for event in user('alice').coming(now())])\n" + CHANGE)
    assert "eventapp, read-only" in said and "The server runs and holds the database" in said
    assert "['Lunch']" in said and "ReadOnlyError" in said
    assert "UTC" in alice.ask("/users/alice/settings").text
    assert alice.send("/users/alice/add", **event("Dinner")).status == 303


def test_without_a_server_it_stores(server, ini):
    Visitor(server).register("alice")
    server.terminate()
    said = pshell(ini, CHANGE)
    assert "read-only" not in said and "user('alice')" in said and "Traceback" not in said
    assert "<User alice, 0 events> Europe/Prague" in pshell(ini, "print(user('alice'), user('alice').timezone)\n")


def test_what_is_not_committed_is_forgotten(server, ini):
    Visitor(server).register("alice")
    server.terminate()
    pshell(ini, CHANGE.replace("commit", "abort"))
    assert "zone: UTC" in pshell(ini, "print('zone:', user('alice').timezone)\n")


def test_packing_takes_deleted_data_out_of_the_file(server, ini):
    """T18: until then it is still there, and afterwards in Data.fs.old."""
    alice = Visitor(server).register("alice")
    assert alice.send("/users/alice/add", **event("Secret lunch")).status == 303
    server.terminate()
    remove = "alice = user('alice')\n_ = [alice.remove(name) for name in list(alice)]\ntm.commit()\n"
    said = pshell(ini, remove + "root._p_jar.db().pack()\n")
    assert "Traceback" not in said
    data = ini.parent / "var" / "Data.fs"
    assert b"Secret lunch" not in data.read_bytes()
    assert b"Secret lunch" in data.with_suffix(".fs.old").read_bytes()
