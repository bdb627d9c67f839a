"""What does the environment say, and what stops the start when it says too little?"""

import environ

from launch.places import data_dir

env = environ.Env()


def refuse(sentence: str) -> None:
    """Stop the start with one clear line: a traceback would bury it."""
    raise SystemExit(f"Concordat does not start: {sentence}")


SERVICE_NAME = env.str("SERVICE_NAME", "Concordat")
DATA_DIR = data_dir()

# The demonstration trades safety for ease: plain http, known passwords, no second factor. Never on by default.
DEMONSTRATION = env.bool("DEMONSTRATION", False)
# Whether this process is one of several, on machines that come and go: nothing may be kept beside it unnoticed.
FLEET = env.bool("FLEET", False)


def shared(name: str, alone: str, what_to_do: str) -> str:
    """The address of what all processes share. One machine may do without naming it (`alone`), a fleet may not."""
    given = env.str(name, "")
    if FLEET and not given:
        refuse(f"{name} is not set. {what_to_do}")
    return given or alone
