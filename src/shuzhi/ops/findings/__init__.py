"""Findings: copied from the lake through the gateway, looked at, decided, asked about, contested."""
