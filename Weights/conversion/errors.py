"""The one error of the converter."""


class ConversionError(Exception):
    """What was expected and what was found, in one sentence for a person."""
