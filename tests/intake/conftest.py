"""Settings of the tests of the intake."""

from hypothesis import settings

# A busy machine is not a failure: the examples check answers, not speed.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
