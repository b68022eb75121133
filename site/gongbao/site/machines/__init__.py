"""What other programs read of the archive: feeds, site maps, and where to search."""
