"""Develop many photographs in several processes: plan, journal, targets, workers and progress."""
