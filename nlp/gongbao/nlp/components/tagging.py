"""The components that set tags, in the order they run."""

from gongbao.nlp.components import districts, topics

FACTORIES = (*topics.FACTORIES, *districts.FACTORIES)
"""Names of the registered factories."""
