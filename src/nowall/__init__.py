"""nowall answers questions about a news corpus with one short, cited fact or quote.

The engine knows nothing of Telegram. Its one door is `nowall.engine.Engine`; what comes out is a
`nowall.answers.Answer`.
"""

from __future__ import annotations

import os

# Before numpy is imported anywhere: threads for products as small as ours spin, and double the CPU of an answer.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
