"""The error that says data are missing, damaged or not what they should be."""


class DataError(RuntimeError):
    """Data could not be found, fetched or trusted. The message says which file, why, and what to do."""
