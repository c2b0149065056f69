"""Bytes of any file, bucket or pipe, unpacked."""
