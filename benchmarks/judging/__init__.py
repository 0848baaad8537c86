"""The parts of benchmarks/judgement.py: streams of comments, judges, and single cases."""
