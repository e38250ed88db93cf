"""What police, schools and printers get: values in, files out. No disk, no clock, no record."""
