"""Albanian news in, trustworthy English briefs out. The map of the journey is in :mod:`pipeline.run`."""

__version__ = "0.1.0"
