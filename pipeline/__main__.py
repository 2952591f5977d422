"""``python -m pipeline`` is ``brief``."""

from pipeline.cli import main

main()
