"""A report that people edited, run again: what they wrote stays, the rest is renewed where it now stands."""

from klantlib.render.word.rerun.edited import Change, Merged, absent, merge

__all__ = ["Change", "Merged", "absent", "merge"]
