"""What is said to judges elsewhere, and how their answers are read. Pure: no request is made."""
