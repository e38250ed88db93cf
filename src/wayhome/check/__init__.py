"""From what somebody has noticed to the next right step. Pure: no input, no output, no clock."""
