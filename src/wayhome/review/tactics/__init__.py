"""What a line says by its words: patterns, as reviewed data."""
