"""Analyses people put together from a form: one table, filtered, grouped, measured."""
