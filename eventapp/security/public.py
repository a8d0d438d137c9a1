"""What is open to everybody: these views of the root, and the files under /static/. Nothing else."""

PUBLIC = frozenset({"forgot", "login", "passkey", "register", "reset", "second-step"})

RESET = "/reset"
"""The page to which a mailed link leads; it is named to nobody as a referrer."""
