"""The appendix in parts: where everything stands, what the formulas say, the front sheet, a chapter's sheet, looks."""
