"""What the bot remembers, in ``state.db``: the inbox, its replies, the turns of conversations, and chats."""
