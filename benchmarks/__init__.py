"""Measurements, as ratios against a peer in the same run. Never asserted in a test."""
