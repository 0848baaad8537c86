"""Readers of article files: WordPress exports, feeds, sitemaps and JSON lines. Pure; no Django.

`detect.open_source` is the door. Every reader streams: a file of any size is read in constant
memory, and a broken one ends in a `record.SourceError` that names the line.
"""
