"""Requests, who brought them, what they were answered, and the files they came in."""

from shuzhi.ops.desk.models.batch import BadRow, ImportBatch
from shuzhi.ops.desk.models.reply import Reply, Telling
from shuzhi.ops.desk.models.request import Contact, Request, RequestReading

__all__ = ["BadRow", "Contact", "ImportBatch", "Reply", "Request", "RequestReading", "Telling"]
