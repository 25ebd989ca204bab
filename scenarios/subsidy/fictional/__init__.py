"""A fictional prefecture: people, departments' files, planted violations and what looks like them."""
