"""A newsroom's own rules: lines of text, matched in time that grows with the comment only."""
