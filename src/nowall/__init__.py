"""nowall answers questions about a news corpus with one short, cited fact or quote.

The engine knows nothing of Telegram. Its one door is `nowall.engine.Engine`; what comes out is a
`nowall.answers.Answer`.
"""

from __future__ import annotations

__version__ = "0.1.0"
