"""Public reads from memory: see docs/decisions/0035-reads-from-bytes.md."""
