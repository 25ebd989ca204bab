"""The command line."""

from shuzhi.cli.commands import main

__all__ = ["main"]
