"""Discovery support for New York: find, demand and document undisclosed facial recognition."""

__version__ = "0.1.0"
