"""Executed workbooks to documents: nbconvert exporters, so that JupyterLab's export menu has them too."""

from __future__ import annotations

from nbconvert.exporters import Exporter

from klantlib.render.html import page
from klantlib.render.pieces import about, pieces
from klantlib.render.word import document


class WordExporter(Exporter):
    """An executed workbook, or a bound report, as a Word document (bytes)."""

    export_from_notebook = "Klantwerkboek (Word)"
    file_extension = ".docx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        whose = about(nb)
        return document(list(pieces(nb)), whose, again=bool(whose.client)), resources


class HtmlExporter(Exporter):
    """An executed workbook, or a bound report, as one self-contained page."""

    export_from_notebook = "Klantwerkboek (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return page(list(pieces(nb)), about(nb)), resources
