"""Charts that Word draws itself, each with the sheet it is drawn from."""

from klantlib.render.word.charts.native import native_chart

__all__ = ["native_chart"]
