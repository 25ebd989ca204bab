"""The desk (受理台): citizens' requests, taken in with suggestions, merged, handed on as orders, answered."""
