"""Outcomes: what people concluded and did, published to the city's folder for the next run."""
