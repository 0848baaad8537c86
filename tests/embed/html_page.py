"""A page as a browser without JavaScript sees it: elements, forms with their values, and whether
anything in it could run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from tests.conftest import Reader

Attributes = dict[str, str]
VOID = {"input", "link", "meta", "br", "img", "hr"}


@dataclass
class Element:
    tag: str
    attributes: Attributes
    text: str = ""


@dataclass
class Form:
    attributes: Attributes
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self.voices: list[Form] = []  # the small ones below each comment
        self.text = ""
        self._open: list[Element] = []
        self._in_voice, self._select = False, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        if tag == "form":
            voice = element.attributes.get("class") == "voice"
            (self.voices if voice else self.forms).append(Form(element.attributes))
            self._in_voice = voice
        elif self._in_voice and tag == "button":
            named = element.attributes["name"], element.attributes["value"]
            self.voices[-1].buttons.append(named)
        elif self.forms and (name := element.attributes.get("name")):
            if tag == "button":
                self.forms[-1].buttons.append((name, element.attributes.get("value", "")))
            elif tag == "select":
                self._select = name
            elif tag in ("input", "textarea"):
                self.forms[-1].values[name] = element.attributes.get("value", "")

        elif self.forms and tag == "option":
            self._option(element)

    def _option(self, element: Element) -> None:
        """The selected one, or the first."""
        values = self.forms[-1].values
        if "selected" in element.attributes or self._select not in values:
            values[self._select] = element.attributes.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        for element in self._open:
            element.text += data
        if self._open and self._open[-1].tag == "textarea" and self.forms:
            self.forms[-1].values[self._open[-1].attributes["name"]] = self._open[-1].text

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]

    def labelled(self, name: str) -> Element:
        """The control of that name; a KeyError where no label names it."""
        [control] = [
            e for e in self.elements
            if e.tag in ("input", "textarea") and e.attributes.get("name") == name
        ]  # fmt: skip
        labels = {label.attributes.get("for"): label for label in self.all("label")}
        labels[control.attributes["id"]]
        return control

    def dangers(self) -> list[str]:
        """What could run, load or submit elsewhere: empty for a page of ours."""
        found = []
        for element in self.elements:
            if element.tag in (
                "script",
                "iframe",
                "object",
                "embed",
                "base",
                "svg",
                "math",
                "style",
            ):
                found.append(f"<{element.tag}>")
            for name, value in element.attributes.items():
                target = "".join(value.split()).lower()
                if name.startswith("on") or name in ("srcdoc", "style", "formaction"):
                    found.append(f"{element.tag} {name}")
                if name in ("href", "src", "action") and target.startswith(
                    ("javascript:", "vbscript:", "data:text")
                ):
                    found.append(f"{element.tag} {name}={value}")
        return found


def opened(reader: Reader, url: str) -> Page:
    answer = reader.get(url)
    assert answer.status_code == 200, (answer.status_code, url)
    return Page(answer.content.decode())


def submitted(reader: Reader, url: str, values: dict[str, str], **headers: str) -> Any:
    """A form as a browser sends it."""
    return reader.client.post(
        url.partition("#")[0],
        urlencode(values),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
    )
