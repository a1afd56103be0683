"""bidi-07: between two ones, by hand."""


def numbers() -> dict:
    """The numbers w, u, b of a unit, and p, q, r of the read-out."""
    raise NotImplementedError
