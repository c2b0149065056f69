"""Sigma rules for Kubernetes audit logs become detection files."""
