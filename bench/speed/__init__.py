"""Speed: how long an answer and a start take, and how much memory the bot needs."""
