"""The desk of kanwu: the terminal screen where a reviewer settles doubts, one key each."""
