"""The review of exported chats: readers of the formats, and what is noticed in them."""
