"""Indicators over the API: what somebody may ask, the numbers, how they were counted, the rows behind them."""
