"""Other people's readers of chats, to measure ours against. Never a dependency.

`python -m benchmarks.peers` installs them, pinned with hashes, into `.venv-peers` beside this file:
a throw-away folder that git ignores. What can't be installed is not measured.
"""
