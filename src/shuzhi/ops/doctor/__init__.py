"""A deployment held against GB/T 22239-2019 (等保 2.0), level three: what a program can check, with its evidence."""
