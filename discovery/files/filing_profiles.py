"""The filing profiles as shipped."""

from collections.abc import Mapping
from functools import cache

from discovery.core.problems import in_order
from discovery.core.profiles import Profile, check_profiles
from discovery.core.record import Record
from discovery.errors import InputError
from discovery.files.reading import did_you_mean, read_toml, validated
from discovery.files.shipped import DATA

_FILE = "filing_profiles.toml"


class _Profiles(Record):
    profile: tuple[Profile, ...]


@cache
def read_profiles() -> Mapping[str, Profile]:
    """Every profile by its name, in the order of the file."""
    file = read_toml(DATA / _FILE, _FILE)
    found, problems = validated(_Profiles, file)
    profiles = found.profile if found else ()
    wrong = in_order((*file.problems, *problems, *check_profiles(profiles)))
    if wrong:
        raise InputError("The shipped filing profiles need attention:", wrong)
    return {profile.name: profile for profile in profiles}


def read_profile(name: str, megabytes: float | None = None) -> Profile:
    """One profile, with a court's own limit of size where one is given."""
    profiles = read_profiles()
    if name not in profiles:
        raise InputError(f"There is no profile “{name}”. {did_you_mean(name, profiles)}".rstrip())
    profile = profiles[name]
    return profile.limited_to(megabytes) if megabytes else profile
