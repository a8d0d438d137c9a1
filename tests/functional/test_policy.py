"""The security policy as views and subscribers see it, and the real clock."""

from datetime import UTC, datetime, timedelta

from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.security import forget, remember

from eventapp.clock import utc_now
from eventapp.models import Permission, Root
from tests.factories import Browser


def test_who_is_asking(make_app, monkeypatch):
    real = Configurator.make_wsgi_app

    def who(request):
        return f"{request.authenticated_userid} {request.identity is not None} {request.user}"

    def with_a_view_that_asks(config):
        config.add_view(who, name="who", context=Root, permission=Permission.VIEW, renderer="string")
        config.add_view(who, name="anyone", context=Root, permission="__no_permission_required__", renderer="string")
        return real(config)

    monkeypatch.setattr(Configurator, "make_wsgi_app", with_a_view_that_asks)
    app = make_app()
    alice = Browser(app).register("alice")
    assert alice.get("/who").text == alice.get("/anyone").text == "alice True <User alice, 0 events>"
    assert Browser(app).get("/anyone").text == "None False None"


def test_who_is_asking_can_be_asked_before_traversal(make_app, monkeypatch):
    """T9: there is no request.root yet."""
    real, seen = Configurator.make_wsgi_app, []

    def with_an_early_question(config):
        config.add_subscriber(lambda event: seen.append(event.request.authenticated_userid), NewRequest)
        return real(config)

    monkeypatch.setattr(Configurator, "make_wsgi_app", with_an_early_question)
    alice = Browser(make_app()).register("alice")
    seen.clear()
    alice.get("/", status=200)
    alice.ask("/", cookie="session=x")
    assert seen == ["alice", None]


def test_no_transaction_says_who_made_it(app, alice):
    """T9: pyramid_tm would write the user's name into the record of each, where it stays until the pack."""
    alice.add("alice", "Lunch")
    records = list(app.registry.db.storage.iterator())
    assert len(records) > 2 and all(record.user == b"" for record in records)


def test_whoever_has_just_been_signed_out_is_nobody_for_the_rest_of_the_request(make_app, monkeypatch):
    real = Configurator.make_wsgi_app

    def leave(request):
        before = request.authenticated_userid
        forget(request)
        return f"{before} {request.authenticated_userid}"

    def switch(request):
        before = request.authenticated_userid
        remember(request, "alice")
        return f"{before} {request.authenticated_userid}"

    def with_views(config):
        for view in (leave, switch):
            name = view.__name__
            config.add_view(view, name=name, context=Root, permission=Permission.VIEW, renderer="string")
        return real(config)

    monkeypatch.setattr(Configurator, "make_wsgi_app", with_views)
    app = make_app()
    assert Browser(app).register("alice").get("/leave").text == "alice None"
    assert Browser(app).sign_in("alice").get("/switch").text == "alice None"


def test_the_clock_tells_the_time_in_utc():
    assert utc_now().tzinfo is UTC and abs(utc_now() - datetime.now(UTC)) < timedelta(minutes=1)
