"""What several analyses compute with: pure, tables in, tables and numbers out; no words, no files, no clock.

`passages` gives blocks: what several chapters say in the same way.
"""
