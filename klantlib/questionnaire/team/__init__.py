"""The workbook for a whole team: written, and read when it comes back."""
