"""One record after the other, whatever wraps them."""
