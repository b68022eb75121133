"""What all stages share: records, settings, errors, words and the store."""
