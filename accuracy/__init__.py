"""How often a review is right: `make accuracy`. On chats that no training ever saw."""
