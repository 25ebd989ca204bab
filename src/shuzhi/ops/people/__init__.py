"""Who works here: departments as a tree, users, their posts, and the three administrators kept apart."""
