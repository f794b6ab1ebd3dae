"""Whatever officers do to one text at the same time, all that was ever sent is kept where its author finds it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from press import writing
from press.merging import blocks_of
from press.models import Release, Text
from tests import create

Words = dict[str, str]

ACTS = ["open", "type", "type", "type", "save", "save", "autosave", "lose the answer", "type on", "too long", "restore"]
FIELDS = ["place", "headline", "lead", "body", "body", "body"]
EDITS = ["add a paragraph", "add a word", "change a word", "remove a paragraph", "empty"]


@dataclass
class Officer:
    """One at his page: what stands in it, and which revision that came from."""

    name: str
    client: Client
    address: str
    words: Words = field(default_factory=dict)
    based_on: int = 0
    sent: list[Words] = field(default_factory=list)

    def open(self) -> None:
        told = self.client.get(self.address).json()
        self.words, self.based_on = told["words"], told["version"]

    def send(self, *, automatic: bool = False) -> Any:
        said = {"based_on": self.based_on, "automatic": automatic, "words": self.words}
        self.sent.append(dict(self.words))
        answer = self.client.put(self.address, json.dumps(said), content_type="application/json")
        assert answer.status_code in {200, 422}, answer.content
        return answer.json()

    def save(self, *, automatic: bool = False) -> None:
        """As the page does it: it takes over what stands there now."""
        told = self.send(automatic=automatic)
        if "words" in told:
            self.words, self.based_on = told["words"], told["version"]

    def reachable(self) -> list[Words]:
        listed = self.client.get(f"{self.address}/revisions").json()
        return [self.client.get(f"{self.address}/revisions/{one['number']}").json()["words"] for one in listed]


def officers(release: Release, count: int) -> list[Officer]:
    found = []
    for name in ["ana", "bo", "cem"][:count]:
        user = create.officer(name)
        create.assign(user, "writer")
        client = Client()
        client.force_login(user)
        found.append(Officer(name, client, f"/api/releases/{release.pk}/texts/en"))
        found[-1].open()
    return found


def edit(words: Words, name: str, how: str, at: int, word: str) -> Words:
    """One change to a field. ``word`` was never written before."""
    if name != "body":
        parts = words[name].split()
        return words | {name: _line(parts, how, at, word)}
    blocks = blocks_of(words["body"])
    at %= max(len(blocks), 1)
    if how == "add a paragraph" or not blocks:
        blocks.insert(at, f"<p>{word} opens.</p>")
    elif how == "add a word":
        blocks[at] = blocks[at].replace("</", f" {word}</", 1)
    elif how == "change a word":
        blocks[at] = f"<p>{word} {blocks[at].split(' ', 1)[-1]}" if " " in blocks[at] else f"<p>{word}</p>"
    else:
        del blocks[at]
    return words | {"body": writing.tidy("body", "".join(blocks))}


def _line(parts: list[str], how: str, at: int, word: str) -> str:
    if how.startswith("add") or not parts:
        parts.insert(at % (len(parts) + 1), word)
    elif how == "change a word":
        parts[at % len(parts)] = word
    else:
        parts = parts[1:]
    return " ".join(parts)[:100]


def act(name: str, officer: Officer, data: st.DataObject, number: int) -> None:
    if name == "open":
        officer.open()
    elif name in {"save", "autosave"}:
        officer.save(automatic=name == "autosave")
    elif name == "lose the answer":
        officer.send()  # saved, but he never hears of it and goes on from what he had
    elif name == "restore":
        listed = officer.client.get(f"{officer.address}/revisions").json()
        if listed:
            chosen = data.draw(st.sampled_from(listed), label="restored")["number"]
            page = f"/desk/press/release/{officer.address.split('/')[3]}/text/en/revisions/{chosen}/restoration/"
            assert officer.client.post(page).status_code == 302
    else:
        told = officer.send() if name == "type on" else {}
        how, which = data.draw(st.sampled_from(EDITS), label="edit"), data.draw(st.sampled_from(FIELDS), label="field")
        if name == "too long":
            officer.send()
            officer.words = officer.words | {"headline": f"word{number} " * 60}
            officer.send()
            officer.words = officer.words | {"headline": f"word{number}"}
        else:
            at = data.draw(st.integers(0, 5), label="at")
            officer.words = edit(officer.words, which, how, at, f"word{number}")
        if told.get("kept"):
            officer.based_on = told["kept"]


LIMITS = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.django_db
@LIMITS
@given(data=st.data())
def test_all_that_was_ever_sent_is_in_a_revision_its_author_can_reach(data: st.DataObject) -> None:
    with transaction.atomic():
        begun = data.draw(st.booleans(), label="begun")
        release = create.draft(body="<p>One two three.</p><p>Four five six.</p>") if begun else Release.objects.create()
        people = officers(release, 3)
        for number in range(data.draw(st.integers(4, 30), label="acts")):
            officer = data.draw(st.sampled_from(people), label="officer")
            act(data.draw(st.sampled_from(ACTS), label="act"), officer, data, number)
        for officer in people:
            reachable = officer.reachable()
            tidied = [{name: writing.tidy(name, said) for name, said in words.items()} for words in officer.sent]
            assert [words for words in tidied if words not in reachable and any(words.values())] == []
        # The text is what its newest state says, and that is kept too.
        text = Text.objects.filter(release=release).first()
        if text and (present := text.present_revision()):
            assert present.words() == text.words()
            assert not present.is_aside
        transaction.set_rollback(True)


@pytest.mark.django_db
@LIMITS
@given(data=st.data())
def test_what_officers_add_to_one_body_is_all_in_the_text(data: st.DataObject) -> None:
    """Whoever only adds finds all of it in the text, however late and however often he saves."""
    with transaction.atomic():
        release = create.draft(body="<p>One two three.</p><p>Four five six.</p><ul><li>Seven</li></ul>")
        people = officers(release, 3)
        added = []
        for number in range(data.draw(st.integers(4, 20), label="acts")):
            officer = data.draw(st.sampled_from(people), label="officer")
            how = data.draw(st.sampled_from(["add a word", "add a paragraph", "save", "lose the answer"]), label="act")
            if how == "save":
                officer.save()
            elif how == "lose the answer":
                officer.send()
            else:
                at = data.draw(st.integers(0, 5), label="at")
                officer.words = edit(officer.words, "body", how, at, f"word{number}")
                added.append(f"word{number}")
        for officer in people:
            officer.save()
        body = Text.objects.get().body
        assert [word for word in added if word not in body] == []
        transaction.set_rollback(True)
