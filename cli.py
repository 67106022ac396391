"""A door for checkouts: `python cli.py …` is `scrub …` without installing anything.

It is no part of the package, so that nothing named `cli` lands in site-packages.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from scrub.commands import main

if __name__ == "__main__":
    main()
