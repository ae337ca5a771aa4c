"""Use cases, one module per station. They take a Session and flush; they never commit."""
