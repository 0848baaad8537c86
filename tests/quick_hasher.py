"""Passwords of the standing cast: made in no time, and valid for a real server all the same."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1
