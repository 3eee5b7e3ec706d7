"""Land release accounting."""
