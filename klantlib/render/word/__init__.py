"""Blocks to a Word document: native headings, captions, tables and fields, each block in its own content control."""

from klantlib.render.word.document import document

__all__ = ["document"]
