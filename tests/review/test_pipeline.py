"""What the review says of whole conversations, the hard inputs of the contract among them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.review.talks import CHILD, HOMEWORK, THREAT, engine, review, talk_of
from wayhome.model.messages import Place
from wayhome.model.patterns import By, Pattern
from wayhome.model.reviews import PRESSING, TACTICS, Level
from wayhome.review.pipeline import review_talk


def test_a_threat_is_found_with_its_lines() -> None:
    found = review(THREAT)
    assert found.level in (Level.ACT_NOW, Level.TALK_SOON)
    assert "blackmail" in found.tactics
    flagged = {number for each in found.findings for number in each.messages}
    assert flagged & {3, 5}
    assert all(each.contact == "Rex" for each in found.findings)


def test_a_homework_chat_is_quiet() -> None:
    found = review(HOMEWORK)
    assert not found.level.is_finding or found.level is Level.KEEP_AN_EYE


def test_it_is_the_contact_who_is_reviewed_not_the_child() -> None:
    found = review(THREAT)
    assert [each.name for each in found.contacts] == ["Rex"]


def test_reasons_add_up_to_the_score() -> None:
    (contact,) = review(THREAT).contacts
    assert contact.score == pytest.approx(sum(each.amount for each in contact.reasons))
    assert contact.reasons[0].part == "start"


def test_a_finding_ids_itself_the_same_when_the_chat_grows() -> None:
    ids = {each.tactic: each.id for each in review(THREAT).findings}
    longer = {each.tactic: each.id for each in review((*THREAT, (CHILD, "ok"))).findings}
    for tactic in ids.keys() & longer.keys():
        assert ids[tactic] == longer[tactic]
    assert ids.keys() & longer.keys()


def test_without_roles_everybody_is_a_contact() -> None:
    found = review(THREAT, child="nobody")
    assert {each.name for each in found.contacts} == {"Rex", CHILD}


def test_one_message_is_not_enough_to_say() -> None:
    assert review([("Rex", "hey whats up with you today my friend")]).level is Level.NOT_ENOUGH


def test_few_messages_never_lower_a_finding() -> None:
    line = "send me 200 in gift cards or i post your pics to your whole school, if you dont pay"
    assert review([("Rex", line)]).level.is_finding


def test_one_side_only_has_no_contact() -> None:
    found = review([(CHILD, "hi"), (CHILD, "are you there"), (CHILD, "ok bye then")])
    assert found.contacts == ()
    assert found.level is Level.NOT_ENOUGH


def test_five_hundred_participants() -> None:
    lines = [(f"member {number}", "see you all at the game tomorrow") for number in range(500)]
    found = review([*lines, (CHILD, "yes!"), *((who, text) for who, text in THREAT)])
    assert len(found.contacts) == 500
    assert ("", "too_many_contacts") in found.not_run
    by_name = {each.name: each for each in found.contacts}
    assert by_name["Rex"].level.is_finding


@pytest.mark.parametrize(
    "text",
    [
        "bonjour tu viens ce soir au cinéma avec nous ou tu restes à la maison",
        "ich komme heute nicht in die schule weil ich krank bin und mein hals weh tut",
        "você vai hoje na casa dela com a gente ou não, me fala logo por favor",
        "stasera vieni con noi al cinema oppure resti a casa con tua sorella",
    ],
)
def test_a_language_that_is_not_covered_is_said(text: str) -> None:
    found = review([("Rex", text), (CHILD, text), ("Rex", text), ("Rex", text)])
    assert not found.covered
    assert found.level is Level.NOT_ENOUGH
    assert dict(found.not_run) == dict.fromkeys(TACTICS, "language")


def test_all_emoji() -> None:
    found = review([("Rex", "😂😂😂"), (CHILD, "🔥"), ("Rex", "❤️❤️"), (CHILD, "🎉🎉")])
    assert not found.level.is_finding


def test_a_message_of_a_megabyte() -> None:
    found = review([("Rex", "la " * 350_000), *HOMEWORK])
    assert {each.name for each in found.contacts} == {"Rex", "Mia"}


def test_song_lyrics_and_forwarded_spam_do_not_call_for_action() -> None:
    song = [
        ("Mia", "row row row your boat gently down the stream"),
        ("Mia", "merrily merrily merrily merrily life is but a dream"),
        (CHILD, "lol stop singing"),
        ("Mia", "twinkle twinkle little star how i wonder what you are"),
    ]
    spam = [
        ("Aunt Rosa", "FORWARD this to 10 people and your phone gets 50 GB free!! it is true"),
        (CHILD, "thats fake auntie"),
        ("Aunt Rosa", "Send it to all your groups before midnight or bad luck"),
    ]
    assert review(song).level is not Level.ACT_NOW
    assert review(spam).level is not Level.ACT_NOW


def test_the_folder_of_strangers_weighs() -> None:
    talk = talk_of(THREAT)
    places = frozenset(i for i, each in enumerate(talk.senders) if each.name == CHILD)
    (usual,) = review_talk(talk, engine(), places).contacts
    (stranger,) = review_talk(talk, engine(), places, Place.REQUESTS).contacts
    assert usual.score is not None
    assert stranger.score is not None
    assert stranger.score > usual.score
    assert stranger.reasons[-1].part == "stranger"


def test_words_of_identity_faith_and_health_change_nothing() -> None:
    planted = [
        (CHILD, "i think im bi and i talked to my therapist"),
        ("Mia", "cool. church was long today, my adhd meds ran out"),
    ]
    plain = [(CHILD, "i think im and i talked to my"), ("Mia", "cool. was long today, my ran out")]
    (with_words,) = review([*HOMEWORK, *planted]).contacts
    (without,) = review([*HOMEWORK, *plain]).contacts
    assert with_words.score == pytest.approx(without.score, abs=0.05)


def test_what_fails_is_named_and_ends_nothing() -> None:
    broken = Pattern("x-broken", "gifts", By.CONTACT, "(", strong=False, flag=(), quiet=())
    files = engine().files
    patterns = (*files["en"].patterns, broken)
    lame = replace(engine(), files={**files, "en": replace(files["en"], patterns=patterns)})
    talk = talk_of(THREAT)
    found = review_talk(talk, lame, frozenset({1}))
    assert ("gifts", "failed") in found.not_run
    assert found.level.is_finding


def test_an_encoder_that_fails_is_named_and_ends_nothing() -> None:
    def fail(_: object) -> object:
        raise MemoryError

    lame = replace(engine(), embed=fail)  # type: ignore[arg-type] # it only raises
    found = review_talk(talk_of(THREAT), lame, frozenset({1}))
    assert found.level is Level.NOT_ENOUGH
    assert dict(found.not_run) == dict.fromkeys(TACTICS, "failed")


def test_it_is_found_in_the_middle_of_a_long_talk() -> None:
    small_talk = [
        (("Rex", CHILD)[number % 2], text)
        for number, text in enumerate(
            ["did you see the game", "yes it was so good", "my dog ate my sandwich lol",
             "haha no way", "what did you get on the history test", "a b i think"] * 10
        )
    ]  # fmt: skip
    found = review([*small_talk, *THREAT, *small_talk])
    assert found.level.is_finding
    flagged = {number for each in found.findings for number in each.messages}
    assert flagged & {len(small_talk) + 3, len(small_talk) + 5}


def test_a_contact_gets_a_short_list() -> None:
    found = review(
        [
            ("Rex", "how old r u? im a talent scout, easy money, 500 a day"),
            (CHILD, "13"),
            ("Rex", "age is just a number. dont tell ur mom, delete this chat, add me on snap"),
            ("Rex", "r u home alone? ill pick u up, sneak out tonight, i got u airpods"),
            ("Rex", "u owe me. send me a pic of u or i post the others to your whole school"),
        ]
    )
    assert found.level.is_finding
    assert 1 <= len(found.tactics) <= 5


def test_every_pressing_tactic_is_one_of_the_contract() -> None:
    assert set(TACTICS) >= PRESSING
    assert len(TACTICS) == 20
