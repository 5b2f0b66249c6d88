"""The form as a page that works without a server."""
