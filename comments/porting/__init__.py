"""Comments that come from, or go to, other systems."""
