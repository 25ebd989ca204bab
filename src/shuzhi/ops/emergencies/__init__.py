"""Access in an emergency (应急访问): one asks, another allows, for a reason, until an end; the owner is told."""
