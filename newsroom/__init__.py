"""The project package: composition, nothing of the domain."""
