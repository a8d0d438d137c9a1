"""Second factors as a request uses and changes them: taking a code, and what every change brings with it."""

from base64 import b64decode, b64encode
from datetime import timedelta

from pyramid.request import Request

from eventapp.models import Purpose, User, What
from eventapp.security import audit, messages, recovery, sessions, totp
from eventapp.security.credentials import tell

OFFER = timedelta(minutes=30)
"""For how long a page that shows a new seed can be finished. It was shown to somebody who had just confirmed."""


def take_app_code(request: Request, user: User, code: str) -> bool:
    """Whether this is the code that the person's app shows now; no code, and none before it, is taken again."""
    step = None
    if user.factors.totp is not None:
        seed = request.vault.open(user.factors.totp, _stored(user))
        step = None if seed is None else app_step(request, seed, code)
    return step is not None and user.factors.accept_totp(step)


def app_step(request: Request, seed: str, code: str) -> int | None:
    """The number of the time step in which an app with this seed shows this code; None when it is not taken now."""
    return totp.matching_step(seed, code, request.now, request.registry.eventapp.totp_grace)


def take_recovery_code(request: Request, user: User, code: str) -> bool:
    """Whether this is one of the recovery codes that are left. It is none afterwards."""
    taken = user.factors.take_recovery_code(recovery.digest(code))
    if taken:
        note(request, What.RECOVERY_CODE_USED, user, f"{len(user.factors.recovery)} left")
    return taken


def make_recovery_codes(user: User) -> list[str]:
    """New recovery codes in the place of the old ones. Here they are seen for the only time."""
    codes = recovery.new_codes()
    user.factors.replace_recovery_codes(recovery.digest(code) for code in codes)
    return codes


def note(request: Request, what: What, user: User, detail: str = "") -> None:
    """Note what is done to the factors of ``user``, and mail it to them (ASVS 6.3.7)."""
    entry = audit.entry_of(request, what, detail)
    audit.keep(request.tm, user, entry)
    tell(request, user.email, messages.factor_changed(request.registry.mail.url, user, entry))


def after_change(request: Request, user: User) -> list[tuple[str, str]]:
    """What every change of the factors brings with it (ASVS 7.2.4, 7.4.3); headers for the answer.

    All other sessions and half sign-ins end, and this session gets a new token.
    """
    if not user.factors.asked_for:
        user.factors.replace_recovery_codes(())  # they are good for nothing now
    request.tree.close_tickets(user, Purpose.SECOND_STEP, request.now)
    headers = sessions.rotate(request)
    ended = request.tree.close_sessions(user, keep=sessions.digest(request.session_token))
    if ended:
        audit.note(request, What.SESSIONS_ENDED, user, str(ended))
    return headers


def store_seed(request: Request, user: User, seed: str, step: int) -> None:
    """Ask for the codes of an app from now on.

    :param step: the time step of the code by which the app showed that it has the seed. It is not taken again.
    """
    user.factors.totp = request.vault.seal(seed, _stored(user))
    user.factors.totp_last = step  # that of another seed may have been a later one


def seal_offer(request: Request, user: User, seed: str) -> str:
    """A new seed as it travels in the page that shows it, until the first right code is given, or for half an hour."""
    until = int((request.now + OFFER).timestamp())
    return b64encode(request.vault.seal(f"{until} {seed}", _offered(user))).decode("ascii")


def open_offer(request: Request, user: User, sealed: str) -> str | None:
    """The seed that was offered to this person a while ago at the most; None for anything else."""
    try:
        offer: str | None = request.vault.open(b64decode(sealed), _offered(user))
    except ValueError:  # not base64
        return None
    until, _, seed = (offer or "0 ").partition(" ")
    return seed if request.now.timestamp() < int(until) else None


def _stored(user: User) -> str:
    return f"totp of {user.__name__}"


def _offered(user: User) -> str:
    return f"totp offered to {user.__name__}"
