"""Newspaper pages as PDF: the true layout of a page becomes articles.

The way of a page: ``worker`` (a child process: PDFium, nothing else) → ``content`` (glyphs, rules, boxes,
pictures) → ``lines`` → ``columns`` → ``zones`` → ``titles`` → ``territory`` (which article a block belongs to) →
``flow`` (order, paragraphs) → ``document`` (text and marks). All but the first is pure. Lengths are points, x from
the page's left edge, y from its upper edge downwards.
"""
