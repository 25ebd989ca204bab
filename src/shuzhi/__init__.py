"""Shuzhi 数治: a city's data loop in one offline process."""

__version__ = "0.1.0"
