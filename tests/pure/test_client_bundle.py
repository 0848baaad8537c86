"""What a bundler would do, done at start: joined, slimmed, addressed, and nothing else changed."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from newsroom.embed.assets import CLIENT, FOLDER, integrity, served_files
from newsroom.embed.bundle import BUNDLES, NotOurStyle, scripts, slim, slim_css


def client(folder: Path, **modules: str) -> dict[str, str]:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return scripts(folder)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUNDLES, "thread", ("ink", "page"))


def test_modules_of_a_bundle_share_one_file_and_its_names(two: None, tmp_path: Path) -> None:
    page = 'import { ink } from "./ink.js";\nexport function page() {\n  return ink;\n}\n'
    found = client(tmp_path, ink="export const ink = 1;\n", page=page)

    assert found["thread"] == "const ink=1;function page(){return ink;}\nexport{ink,page};\n"


def test_another_module_finds_what_it_needs_in_the_bundle(two: None, tmp_path: Path) -> None:
    more = (
        'import { ink } from "./ink.js";\nconst later = () => import("./page.js");\nink(later);\n'
    )
    found = client(tmp_path, ink="export const ink = 1;\n", page="\n", more=more)

    assert found["more"].startswith('import{ink}from "./thread.js";')
    assert 'import("./thread.js")' in found["more"]


def test_a_stylesheet_travels_in_the_script_that_imports_it(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("/* why */\na:hover { color: red }\n")
    found = client(tmp_path, one='import look from "./look.css";\nexport const x = look;\n')

    assert 'const look="a:hover{color:red}";' in found["one"]


@pytest.mark.parametrize("odd", ["export default 1;", 'import * as all from "./x.js";'])
def test_what_cannot_be_joined_is_refused(tmp_path: Path, odd: str) -> None:
    with pytest.raises(NotOurStyle):
        client(tmp_path, one=odd)


def test_a_name_that_two_modules_declare_is_refused(two: None, tmp_path: Path) -> None:
    with pytest.raises(NotOurStyle, match="ink is declared twice"):
        client(tmp_path, ink="const ink = 1;\n", page="const ink = 2;\n")


def test_strings_templates_and_patterns_stay_as_they_are() -> None:
    code = 'const a = [" = ", `x : ${b} ; y`, / = +/.test(c), \'( "\'];\n// why\n  go( a );\n'

    assert slim(code) == 'const a=[" = ",`x : ${b} ; y`,/ = +/.test(c),\'( "\'];go(a);\n'


def test_styles_keep_the_spaces_that_mean_something() -> None:
    css = ":host([a]) .b > c { margin: 1em calc(1px + 2px) }\n.d :is(e, f) { --x: red }\n"

    assert slim_css(css) == ":host([a]) .b > c{margin:1em calc(1px + 2px)}.d :is(e,f){--x:red}"


def test_files_of_a_version_are_kept_for_ever_and_the_loader_for_minutes() -> None:
    script = CLIENT.find(f"/embed/{CLIENT.version}/comments.js")
    loader = CLIENT.find("/embed/v1.js")

    assert script is not None
    assert loader is not None
    assert dict(script.headers)[b"cache-control"] == b"public, max-age=31536000, immutable"
    assert dict(loader.headers)[b"cache-control"] == b"public, max-age=300"
    assert CLIENT.version.encode() in loader.body


def test_a_page_from_before_an_upgrade_still_gets_its_files() -> None:
    old = CLIENT.find("/embed/0123456789abcdef01/i18n/en.js")

    assert old is not None
    assert dict(old.headers)[b"cache-control"] == b"public, max-age=300"
    assert CLIENT.find("/embed/0123456789abcdef01/nothing.js") is None


def test_every_file_of_a_version_has_its_published_sum() -> None:
    published = CLIENT.find("/embed/integrity.json")
    assert published is not None
    told = json.loads(published.body)
    files = {path for path in CLIENT.assets if path.startswith(f"/embed/{CLIENT.version}/")}

    assert told["integrity"].keys() == files
    for path, said in told["integrity"].items():
        assert said == integrity(CLIENT.assets[path].body.decode())
    assert told["loader"] in files


def test_a_sum_is_written_as_browsers_read_it() -> None:
    digest = base64.b64encode(hashlib.sha384(b"a").digest()).decode()

    assert integrity("a") == f"sha384-{digest}"


def test_no_template_holds_another() -> None:
    """What slims the code takes a template for one piece of text."""
    nested = re.compile(r"`[^`]*\$\{[^}`]*`[^`}]*\}")

    assert [file.name for file in FOLDER.glob("*.js") if nested.search(file.read_text())] == []


def test_words_are_modules_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "xx.json").write_text('{"comments": {"other": "{n} </script>"}}')

    assert served_files(tmp_path) == {
        "i18n/xx.js": 'export default {"comments":{"other":"{n} </script>"}}\n',
        "i18n/counts/xx.js": 'export default {"other":"{n} </script>"}\n',
    }
