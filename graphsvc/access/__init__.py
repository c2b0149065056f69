"""Who may come in: tokens, sessions, sign-in links, and the company's own login."""
