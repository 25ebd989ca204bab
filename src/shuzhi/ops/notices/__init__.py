"""Notices: what somebody must know, in the page, by e-mail and by webhook."""
