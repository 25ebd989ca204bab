"""Django's SQLite backend over SQLCipher: the file says nothing without the key."""
