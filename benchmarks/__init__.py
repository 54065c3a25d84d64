"""Measurements against the peers, as ratios in one run on the same files; never a timed test."""
