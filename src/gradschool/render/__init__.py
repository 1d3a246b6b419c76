"""Blocks, reports, programs and figures as something to look at: one intermediate form, several faces.

Import from the modules: `report` costs nothing; `markdown`, `code` and `figure` bring rich.
"""
