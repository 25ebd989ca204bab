"""Fictional companies, and how departments write of them."""
