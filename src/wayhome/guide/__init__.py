"""What is known, how old it is, and the ordered steps. Pure values in, pure values out."""
