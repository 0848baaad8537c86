"""Readers of other systems' comment exports. Pure; no Django.

`detect.open_comments` is the door; `spool.Spool` puts what it yields in order. Every reader
streams in constant memory, and a broken file ends in a `SourceError` that names the line.
"""
