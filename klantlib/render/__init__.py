"""Blocks to a page; html and word speak the same blocks, charts draws each picture once for both."""
