"""The demo's illustrations: safe to serve, small, and the same every time."""

import re
import xml.etree.ElementTree as ET

import pytest

from newsroom.demo.pictures import KINDS, draw

SEEDS = ["markets:a", "crypto:b", "city:c", "no section"]
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"defs", "linearGradient", "radialGradient", "stop", "pattern", "path", "rect"}
SHAPES |= {"svg", "ellipse", "circle"}


def every_kind(seeds=SEEDS):
    return [pytest.param(kind, seed, id=f"{kind}-{seed}") for kind in KINDS for seed in seeds]


def test_there_are_more_than_a_dozen_kinds_so_a_front_page_does_not_repeat_itself():
    assert len(KINDS) >= 12


@pytest.mark.parametrize(("kind", "seed"), every_kind())
def test_a_picture_is_xml_made_of_shapes_alone(kind, seed):
    tags = {node.tag.removeprefix(SVG) for node in ET.fromstring(draw(seed, kind)).iter()}
    assert tags <= SHAPES


@pytest.mark.parametrize(("kind", "seed"), every_kind())
def test_a_picture_refers_to_nothing_outside_itself(kind, seed):
    body = draw(seed, kind).replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"href|script|style|//|\bon\w+=|url\((?!#)|@import", body)


@pytest.mark.parametrize(("kind", "seed"), every_kind())
def test_a_picture_weighs_at_most_twelve_kilobytes(kind, seed):
    assert len(draw(seed, kind).encode()) <= 12_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_draws_the_same_picture(kind):
    assert draw("city:x", kind) == draw("city:x", kind)


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_draws_another_picture(kind):
    assert draw("city:x", kind) != draw("city:y", kind)


def test_a_picture_keeps_its_proportions_when_it_is_asked_for_small():
    root = ET.fromstring(draw("city:x", "harbour", 320, 180))
    assert (root.get("width"), root.get("height")) == ("320", "180")
    assert root.get("viewBox") == "0 0 1200 675"


def test_a_section_gives_its_colours():
    assert re.search("#e36414|#f0a202", draw("markets:anything", "coins"))


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        draw("city:x", "unicorn")
