"""Every scene by the name an article gives it."""

from collections.abc import Callable

from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.scenes.chart import chart, slump
from newsroom.demo.pictures.scenes.circuit import circuit
from newsroom.demo.pictures.scenes.coins import coins
from newsroom.demo.pictures.scenes.court import court
from newsroom.demo.pictures.scenes.depths import depths
from newsroom.demo.pictures.scenes.field import field
from newsroom.demo.pictures.scenes.gallery import gallery
from newsroom.demo.pictures.scenes.goal import goal
from newsroom.demo.pictures.scenes.harbour import harbour
from newsroom.demo.pictures.scenes.lab import lab
from newsroom.demo.pictures.scenes.lighthouse import lighthouse
from newsroom.demo.pictures.scenes.market import market
from newsroom.demo.pictures.scenes.mountains import mountains
from newsroom.demo.pictures.scenes.parliament import parliament
from newsroom.demo.pictures.scenes.reservoir import reservoir
from newsroom.demo.pictures.scenes.road import road
from newsroom.demo.pictures.scenes.skyline import skyline
from newsroom.demo.pictures.scenes.stadium import stadium
from newsroom.demo.pictures.scenes.stage import stage
from newsroom.demo.pictures.scenes.stars import stars
from newsroom.demo.pictures.scenes.table import table
from newsroom.demo.pictures.scenes.terrace import terrace
from newsroom.demo.pictures.scenes.train import train

SCENES: dict[str, Callable[[Canvas], None]] = {
    scene.__name__: scene
    for scene in (
        chart,
        circuit,
        coins,
        court,
        depths,
        field,
        gallery,
        goal,
        harbour,
        lab,
        lighthouse,
        market,
        mountains,
        parliament,
        reservoir,
        road,
        skyline,
        slump,
        stadium,
        stage,
        stars,
        table,
        terrace,
        train,
    )
}
