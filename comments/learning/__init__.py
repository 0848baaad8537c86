"""The scorer that learns from this newsroom's own decisions; pure numpy, no framework.

`skeleton` undoes disguises, `features` turns a comment into hashed places, `model` scores them,
`replay` makes a model from past decisions, `thresholds` say what a score means here, `gate` decides
whether a new model goes live, `explain` shows what drove a score, `stream` measures it all.
"""
