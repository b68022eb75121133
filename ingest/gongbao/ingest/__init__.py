"""Bytes to pages to articles: what comes in is read whole, cut by evidence, and nothing of it is lost."""
