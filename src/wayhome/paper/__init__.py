"""Wayhome on paper and in one file: the site to carry along, cards to cut out and hang up."""
