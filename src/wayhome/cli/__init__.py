"""The command line: a shell over the same use cases as the pages."""
