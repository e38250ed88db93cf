"""Makes the review's weights again from the paired corpus: `python -m training`."""
