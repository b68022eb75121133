"""The pipeline's components, registered with spaCy when this package is imported."""

from gongbao.nlp.components import districts, entities, events, figures, phrases, topics

FACTORIES = (
    *topics.FACTORIES,
    *districts.FACTORIES,
    *entities.FACTORIES,
    *figures.FACTORIES,
    *phrases.FACTORIES,
    *events.FACTORIES,
)
"""Names of the registered factories, in the order they run."""
