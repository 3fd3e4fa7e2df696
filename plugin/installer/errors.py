"""What can go wrong while installing."""


class InstallError(Exception):
    """``str(error)`` is one sentence that ends in what to do next."""
