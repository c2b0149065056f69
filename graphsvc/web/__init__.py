"""HTTP: the page, GraphQL, the columnar canvas document, the webhook."""
