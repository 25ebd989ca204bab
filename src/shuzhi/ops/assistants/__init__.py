"""Assistants of departments' own: the questions of the page 问数 over the Model Context Protocol."""
