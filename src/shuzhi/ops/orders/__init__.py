"""Orders: a finding or a request handled step by step, by the departments that answer for it, against the clock."""
