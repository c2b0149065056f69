"""Bytes of audit logs become batches of calls."""
