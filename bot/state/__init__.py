"""What the bot remembers, in ``state.db``: the inbox, conversations, chats and their settings, votes, gaps, counts."""
