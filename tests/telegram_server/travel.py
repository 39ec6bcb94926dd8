"""How updates travel to the bot, and what may befall them on the way."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Travel:
    """Shares are between 0 and 1; times are seconds. With the same dice the same happens, calls being equal."""

    duplicated: float = 0.0
    """Updates that arrive once more although the bot has taken them."""
    reordered: float = 0.0
    """By webhook: updates that a later one of their chat overtakes. By polling: batches that come in any order."""
    cut: float = 0.0
    """Posts whose connection is closed before the bot's answer is read."""
    held: float = 0.5
    """How long what is to be overtaken waits for that, and how late duplicates come, at most."""
    first_pause: float = 0.05
    """Before an update that was not taken is posted again; twice as long every time."""
    longest_pause: float = 1.0
    patience: float = 10.0
    """How long a post waits for its answer."""
    dice: random.Random = field(default_factory=lambda: random.Random(0), repr=False)

    def happens(self, share: float) -> bool:
        """Whether what befalls this share befalls the next."""
        return share > 0 and self.dice.random() < share
