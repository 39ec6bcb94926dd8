"""The command ``nowall``: the engine's answers in a terminal, as text or as JSON."""
