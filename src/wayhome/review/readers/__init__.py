"""One reader for each export format, and the list of those that are built in."""
