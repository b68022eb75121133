"""What the editor's pages show, as plain records: found articles, counts as bars, texts with marks, revisions."""
