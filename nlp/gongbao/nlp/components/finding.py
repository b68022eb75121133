"""The components that find what else an article tells, in the order they run, after those that set tags.

A draft that only wants its tags does without them, and without the time that they take to load.
"""

from gongbao.nlp.components import entities, events, figures, phrases

FACTORIES = (*entities.FACTORIES, *figures.FACTORIES, *phrases.FACTORIES, *events.FACTORIES)
"""Names of the registered factories."""
