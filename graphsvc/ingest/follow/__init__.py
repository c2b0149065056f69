"""Logs and buckets that go on: what comes to them, through rotation and restarts."""
