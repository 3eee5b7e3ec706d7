"""The settings of a workspace: defaults, every wrong value named, and written settings read back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import Refused
from clearway.settings import Settings, parse_settings, write_settings

REGION = "[region]\nbbox = [19.8, 31.8, 20.6, 32.5]\n"


def codes(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        parse_settings(text)
    return [problem.code for problem in refused.value.problems]


def test_only_the_region_must_be_said():
    settings = parse_settings(REGION)
    assert settings.region == (198_000_000, 318_000_000, 206_000_000, 325_000_000)
    assert (settings.ledger, settings.blobs, settings.keys) == ("ledger.sqlite", "blobs", "keys")
    assert (settings.places, settings.site, settings.trust) == ("places", "site", "trust.json")
    assert (settings.languages, settings.zone, settings.timezone.key) == (
        ("ar", "en"),
        "Africa/Tripoli",
        "Africa/Tripoli",
    )
    assert (settings.blocks, settings.grid_e7) == (None, 50_000)
    assert settings.public_log is None
    assert settings.restricted_log is None


def test_the_logs_of_an_office():
    settings = parse_settings('[office]\nname = "crisis-desk"\norigin = "crisis.benghazi.example"\n' + REGION)
    assert settings.office == "crisis-desk"
    assert settings.public_log == "crisis.benghazi.example/public"
    assert settings.restricted_log == "crisis.benghazi.example/restricted"


def test_degrees_are_never_rounded_by_floating_point():
    settings = parse_settings("[region]\nbbox = [-0.0000001, -0.3, 0.1, 0.3]\n")
    assert settings.region == (-1, -3_000_000, 1_000_000, 3_000_000)


def test_an_empty_file_says_what_to_add():
    with pytest.raises(Refused) as refused:
        parse_settings("")
    (problem,) = refused.value.problems
    assert problem.code == "settings.missing_key"
    assert "bbox = [west, south, east, north]" in problem.remedy("en")
    assert "region.bbox" in problem.sentence("ar")


def test_everything_wrong_is_named_at_once():
    text = 'clearway = 2\n[files]\nblobs = ""\nstore = "x"\n[answers]\nlanguages = ["fr"]\nzone = "Libya/Benghazi"\n'
    assert codes(text) == [
        "settings.bad_value",
        "settings.bad_value",
        "settings.unknown_key",
        "settings.bad_value",
        "settings.bad_value",
        "settings.missing_key",
    ]


@pytest.mark.parametrize(
    "bbox",
    [
        "[20.6, 31.8, 19.8, 32.5]",
        "[19.8, 32.5, 20.6, 31.8]",
        "[19.8, 31.8, 20.6]",
        "[19.8, 31.8, 20.6, 91]",
        '["19.8", 31.8, 20.6, 32.5]',
        "[true, 31.8, 20.6, 32.5]",
        "[nan, 31.8, 20.6, 32.5]",
        "[19.8, 31.8, inf, 32.5]",
        "1",
    ],
)
def test_a_region_that_is_none(bbox):
    assert codes(f"[region]\nbbox = {bbox}\n") == ["settings.bad_value"]


@pytest.mark.parametrize("side", ["0", "2", "-0.005", '"x"', "true", "nan"])
def test_a_grid_that_is_none(side):
    assert codes(f"{REGION}[notices]\ngrid_degrees = {side}\n") == ["settings.bad_value"]


@pytest.mark.parametrize("languages", ["[]", '["ar", "ar"]', '"ar"', "[1]", '[["ar"]]'])
def test_languages_that_are_none(languages):
    assert codes(f"{REGION}[answers]\nlanguages = {languages}\n") == ["settings.bad_value"]


@pytest.mark.parametrize("zone", ['"../etc/passwd"', '"/etc"', '""', "3", '"Africa"'])
def test_zones_that_are_none(zone):
    assert codes(f"{REGION}[answers]\nzone = {zone}\n") == ["settings.bad_value"]


@pytest.mark.parametrize("version", ["true", '"1"', "0"])
def test_versions_that_are_none(version):
    assert codes(f"clearway = {version}\n{REGION}") == ["settings.bad_value"]


def test_text_that_is_no_toml():
    assert codes("region: bbox") == ["settings.unreadable"]


words = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1).filter(str.strip)
degrees = st.tuples(
    st.integers(-1_800_000_000, 0),
    st.integers(-900_000_000, 0),
    st.integers(1, 1_800_000_000),
    st.integers(1, 900_000_000),
)


@given(
    st.builds(
        Settings,
        region=degrees,
        ledger=words,
        blobs=words,
        blocks=st.none() | words,
        contact=st.none() | words,
        origin=st.none() | words,
        grid_e7=st.integers(1_000, 10_000_000),
        languages=st.permutations(["ar", "en"]).map(tuple) | st.just(("en",)),
        zone=st.sampled_from(["Africa/Tripoli", "UTC"]),
    )
)
def test_written_settings_read_back_the_same(settings):
    assert parse_settings(write_settings(settings)) == settings
