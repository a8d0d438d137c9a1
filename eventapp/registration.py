"""Registration: whether a new account may be made as it was asked for, on the page and at the console alike.

The form says what is wrong by itself; here it meets the tree, which knows who there is.
"""

from collections.abc import Iterable

from eventapp.forms import RegisterForm
from eventapp.i18n import _
from eventapp.models.user import Users
from eventapp.security.breached import Breached
from eventapp.security.passwords import weakness


def judge(form: RegisterForm, users: Users, hosts: Iterable[str], breached: Breached, invited: str = "") -> bool:
    """Whether the account can be made. If it can't, each field that is to blame has its message.

    :param hosts: what the site is called, which is no password.
    :param breached: asked when all else is well.
    :param invited: the only email address that will do; empty for any.
    """
    form.validate()
    name, email = form.username, form.email
    if not name.errors and users.is_taken(name.data):
        name.errors = [_("“${name}” is taken. Try another name.", name=name.data)]
    if not email.errors and users.has_email(email.data):
        email.errors = [_("Somebody has registered with this email already. Is it you? Then sign in.")]
    if not email.errors and invited and email.data.casefold() != invited.casefold():
        email.errors = [_("This invitation is for ${email}.", email=invited)]
    if "password" in form and not form.password.errors:
        problem = weakness(form.password.data, name.data, email.data, *hosts)
        problem = problem or (None if form.errors else breached.weakness(form.password.data))
        form.password.errors = [problem] if problem else []
    return not form.errors
