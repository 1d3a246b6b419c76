"""The studio: the course in the browser, on the same session as every other face.

Import from the modules: nothing here is imported before `gradschool web` is called.
"""
