"""From the engine's values to what Telegram shows: nodes, HTML, and buttons."""
