"""Signing in and out: a form for tokens, links that sign in once, the company's own login."""
