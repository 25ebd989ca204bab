"""Truth sets with documented error models: who is who is known because it was made so. Everybody is fictional."""
