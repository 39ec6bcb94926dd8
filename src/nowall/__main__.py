"""``python -m nowall`` is the command ``nowall``."""

from __future__ import annotations

from nowall.terminal.app import main

if __name__ == "__main__":
    main()
