"""Analyses that people put together from a form, save and share: asked through the door that typed SQL goes through."""
