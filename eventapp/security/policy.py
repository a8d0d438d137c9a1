"""The security policy: cookie → session → user → principals; and the ACLs of the tree decide."""

from typing import Any, NamedTuple

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.exceptions import ConfigurationError
from pyramid.interfaces import ISecurityPolicy
from pyramid.request import Request, RequestLocalCache
from pyramid.security import Denied
from zope.interface import implementer

from eventapp.models import Permission, Session, User, What
from eventapp.security import audit, csrf, devices, sessions


class Identity(NamedTuple):
    """Who is asking: the user, and the session by which we know."""

    user: User
    session: Session


@implementer(ISecurityPolicy)
class SessionPolicy:
    """Knows people by the session cookie, and by nothing else."""

    def __init__(self) -> None:
        self._identities = RequestLocalCache(self._load_identity)
        self._acl = ACLHelper()

    def _load_identity(self, request: Request) -> Identity | None:
        token = request.session_token
        if token is None:
            return None
        # Not request.root: who is asking can be of interest before there is a context, too.
        found = request.tree.find_session(sessions.digest(token), request.now)
        return None if found is None else Identity(*found)

    def identity(self, request: Request) -> Identity | None:
        return self._identities.get_or_create(request)

    def authenticated_userid(self, request: Request) -> str | None:
        identity = self.identity(request)
        return None if identity is None else identity.user.__name__

    def permits(self, request: Request, context: Any, permission: str) -> Any:
        principals = [Everyone]
        identity = self.identity(request)
        if identity is not None:
            principals += [Authenticated, identity.user.principal]
        if request.must_set_up and permission != Permission.SET_UP:
            return Denied("A second step is required, and they have none yet.")
        return self._acl.permits(context, principals, permission)

    def remember(self, request: Request, userid: str, keep: bool = True, **_: Any) -> list[tuple[str, str]]:
        """Open a session for the user of that name; a session that came with the request ends.

        :param keep: whether to keep them signed in for long.

        A new token each time: one that somebody planted is never the one signed in (ASVS 7.2.4).
        """
        self._close(request)
        token, session = sessions.new_token(), sessions.new_session(request, keep)
        users = request.tree["users"]
        user = users[userid]
        request.tree.open_session(user, sessions.digest(token), session)
        if users.stays(user):
            audit.note(request, What.DELETION_CALLED_OFF, user)
        self._identities.clear(request)
        return [
            sessions.cookie_header(request, sessions.COOKIE, token, session.expires),
            sessions.cookie_header(request, csrf.COOKIE, "", request.now),
            devices.remember_device(request, user),
        ]

    def forget(self, request: Request, **_: Any) -> list[tuple[str, str]]:
        """End the session that came with the request, for good, and what the browser kept of its pages."""
        self._close(request)
        self._identities.clear(request)
        headers = [sessions.cookie_header(request, sessions.COOKIE, "", request.now)]
        if request.scheme == "https":  # browsers listen to it there only
            # Not "cookies": that would be all of the domain, and those of its other sites (ASVS 14.3.1).
            headers.append(("Clear-Site-Data", '"cache", "storage"'))
        return headers

    def _close(self, request: Request) -> None:
        token = request.session_token
        if token is not None:
            request.tree.close_session(sessions.digest(token))


def named_permission(view: Any, info: Any) -> Any:
    """A view deriver: a view that names no permission stops the start-up, instead of serving everybody."""
    if info.options.get("permission") is None and not info.exception_only:
        raise ConfigurationError(f"The view {info.original_view} names no permission.")
    return view


def includeme(config: Any) -> None:
    config.set_security_policy(SessionPolicy())
    config.set_default_permission(Permission.ACCOUNT)  # for whatever slips past named_permission
    config.add_view_deriver(named_permission)
    config.add_request_method(
        lambda request: None if request.identity is None else request.identity.user, "user", property=True
    )
