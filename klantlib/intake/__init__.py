"""A client's first five minutes: what came in and how it was understood, and what to ask a new client for."""
