"""What is open to everybody: these views of the root, and the files under /static/. Nothing else."""

PUBLIC = frozenset({"login", "register", "second-step", "passkey"})
