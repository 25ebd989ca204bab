"""Entities: pairs of records that people judge, and what is known of one person or company on one page."""
