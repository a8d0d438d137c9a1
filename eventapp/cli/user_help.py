"""What ``eventapp user … --help`` teaches."""

ABOUT = """\
Add people, look at them, keep them out, help them back in, remove them.

NAME is a username or an email, but for add and delete, which take the username."""

ADD = """\
Add a person, who sets their password with a link.

Prints the link, which works once, within 24 hours. So nobody but the person ever knows the password.
Where that will not do, it can be typed here, or come from another program; never on the command
line, where everybody on this machine could read it."""

ADD_EXAMPLES = """
eventapp -c production.ini user add maya --email maya@example.com
eventapp -c production.ini user add maya --email maya@example.com --password
pass show eventapp/maya | eventapp -c production.ini user add maya --email maya@example.com --password-stdin"""

LOCK = """\
Keep a person out, until they are unlocked.

All their sessions end and their links are void. Whoever tries to sign in as them gets the same answer
as for a wrong password. Nothing of theirs is lost."""

RESET = """\
Print a link with which a person sets a new password.

It works once, within 24 hours. The old password is void and all their sessions end at once. Second
factors stay as they are."""

FACTORS = """\
Take away a person's second factors: the authenticator app, the passkeys and the recovery codes.

For whoever lost them all. Be sure that it is them who asks. All their sessions end; they sign in with
their password alone, and can set up new factors."""

DELETE = """\
Remove a person with all that they keep here, at once and for good.

Nobody can have the username again. Old states of the database file, and backups, hold the data
until they go: pack the database to be rid of it."""
