"""SQL that analysts type: through the gateway's sealed process, with a history of one's own."""
