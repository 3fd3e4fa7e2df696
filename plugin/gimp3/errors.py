"""What the user is told when GIMP's side cannot do it."""


class HostError(Exception):
    """``str(error)`` is one sentence for the user."""


class Partly(HostError):
    """Something was done, and something was not."""


class Cancelled(Exception):
    """The user closed the dialog without applying."""
