"""Filing: what a court refuses in a PDF, and its repair."""
