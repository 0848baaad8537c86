"""What a site's publisher signs its tokens with."""

from django.db import models


class TokenKey(models.Model):
    """``material``: a public key as PEM, or the shared secret of HS256, encrypted. A secret is
    shown once, when it is made, and never again. After ``ends`` the key opens nothing."""

    class Algorithm(models.TextChoices):
        HS256 = "HS256", "HS256 (a shared secret)"
        RS256 = "RS256", "RS256 (an RSA key pair)"
        ES256 = "ES256", "ES256 (a key pair on P-256)"

    site = models.ForeignKey("articles.Site", on_delete=models.CASCADE, related_name="token_keys")
    kid = models.CharField(max_length=100)
    algorithm = models.CharField(max_length=5, choices=Algorithm)
    issuer = models.CharField(max_length=200)
    audience = models.CharField(max_length=200)
    material = models.TextField()
    created = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["site", "kid"], name="token_key_once")]

    def __str__(self) -> str:
        return f"{self.algorithm} key {self.kid}"
