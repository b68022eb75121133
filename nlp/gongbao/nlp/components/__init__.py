"""The pipeline's components, registered with spaCy when this package is imported."""

from gongbao.nlp.components import districts, entities, figures, topics

FACTORIES = (*topics.FACTORIES, *districts.FACTORIES, *entities.FACTORIES, *figures.FACTORIES)
"""Names of the registered factories, in the order they run."""
