"""The parts of benchmarks/related_quality.py: labelled articles, and what others do with them."""
