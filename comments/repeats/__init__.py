"""Texts that are nearly the same, found without comparing every two."""
