"""Kubernetes audit logs as a graph: who did what to which cluster, as whom, from where, and did it work."""

__version__ = "0.1.0"
