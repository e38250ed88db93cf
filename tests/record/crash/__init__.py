"""A Wayhome that is killed on purpose, on a disk that refuses on purpose."""
