"""Calls become alerts."""
