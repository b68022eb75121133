"""The pipeline's components, registered with spaCy when tagging.py or finding.py is imported."""

AUTHORITIES = "gongbao_authorities"
"""The factory that gives each name its one form."""
