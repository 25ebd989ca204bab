"""The ops side's part of the audit chain: one record per change of state, in the same transaction as the change."""
