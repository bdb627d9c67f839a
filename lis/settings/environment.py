"""What does the environment say, and what stops the start when it says too little?"""

from launch import variables as env
from launch.places import data_dir
from launch.variables import refuse

SERVICE_NAME = env.text("SERVICE_NAME", "Concordat", "the name of the service")
DATA_DIR = data_dir()

# The demonstration trades safety for ease: plain http, known passwords, no second factor. Never on by default.
DEMONSTRATION = env.switch("DEMONSTRATION", False)
# Whether this process is one of several, on machines that come and go: nothing may be kept beside it unnoticed.
FLEET = env.switch("FLEET", False)


def shared(name: str, alone: str, takes: str, form: env.Form) -> str:
    """The address of what all processes share. One machine may do without naming it (`alone`), a fleet may not."""
    found = env.text(name, "", takes, form)
    if FLEET and not found:
        refuse(f"{name} is not set. It takes {takes}.")
    return found or alone
