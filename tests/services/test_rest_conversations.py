"""Conversations over REST: each sender's own, never mixed up, however many talk at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels.guard import SENDER
from tests.bot.approved import Approved
from tests.services.client import Reply, Server

pytestmark = pytest.mark.server

COST, PAIN, FOLLOW_UP = "How much does it cost?", "Does it hurt?", "and for how long?"
BIG = "I read a lot about this and would like to know more. " * 20_000  # about 1 MB


def anonymous(server: Server, text: str) -> Reply:
    return server.post(json.dumps({"message": text}).encode())


def test_the_first_reply_says_what_is_talking_and_that_a_clinician_has_still_to_approve(
    server: Server, approved: Approved
) -> None:
    first, second = server.talk("hello", COST)
    assert first.text.startswith(approved.texts["intro"])
    assert "automated assistant" in first.text
    assert "still to approve" in first.text
    assert approved.texts["intro"] not in second.text


def test_help_comes_before_the_introduction(server: Server, approved: Approved) -> None:
    reply = server.say("I cannot breathe since the injection")
    assert reply.custom["kind"] == "emergency"
    assert approved.clinic["emergency_number"] in reply.text.split(". ")[0]
    assert reply.text.endswith(approved.texts["intro"])


def test_a_number_chooses_the_suggestion_with_that_number(server: Server) -> None:
    (offered,) = server.talk(COST)
    for number, suggestion in enumerate(offered.custom["suggestions"], 1):
        _, by_number = server.talk(COST, str(number))
        _, by_text = server.talk(COST, suggestion["payload"])
        assert by_number.text == by_text.text
        assert by_number.custom == by_text.custom


def test_suggestions_are_buttons_too(server: Server) -> None:
    reply = server.say(COST)
    (buttons,) = [message["buttons"] for message in reply.messages if message.get("buttons")]
    assert [(b["title"], b["payload"]) for b in buttons] == [
        (s["title"], s["payload"]) for s in reply.custom["suggestions"]
    ]


def test_a_follow_up_is_read_with_its_own_conversation(server: Server) -> None:
    _, after_result = server.talk("How long do results last?", "and is that different for women?")
    _, after_cost = server.talk(COST, "and is that different abroad?")
    assert after_result.ids
    assert after_cost.ids
    assert after_result.ids != after_cost.ids


def test_one_sender_never_sees_anothers_context(server: Server, approved: Approved) -> None:
    server.say(COST, "context-a")
    number = server.say("1", "context-b")
    assert approved.texts["intro"] in number.text
    assert number.ids != server.say("1", "context-a").ids
    (alone,) = server.talk(FOLLOW_UP)
    assert server.say(FOLLOW_UP, "context-c").custom == alone.custom


def test_an_emergency_of_one_does_not_hold_up_another(server: Server) -> None:
    server.say("I cannot breathe", "emergency-a")
    assert server.say(COST, "emergency-b").custom["kind"] == "answer"
    assert server.say(COST, "emergency-a").custom["kind"] == "emergency"
    assert server.say("I am safe now", "emergency-a").custom["kind"] == "smalltalk"
    assert server.say(COST, "emergency-a").custom["kind"] == "answer"


def test_who_gives_no_sender_never_shares_a_conversation(server: Server, approved: Approved) -> None:
    replies = [
        anonymous(server, COST),
        anonymous(server, "1"),
        anonymous(server, "I cannot breathe"),
        anonymous(server, COST),
    ]
    senders = {message["recipient_id"] for reply in replies for message in reply.messages}
    assert len(senders) == len(replies)
    assert all(SENDER.fullmatch(sender) for sender in senders)
    assert all(approved.texts["intro"] in reply.text for reply in replies)
    assert [reply.custom["kind"] for reply in (replies[0], replies[3])] == ["answer", "answer"]


@pytest.mark.parametrize("sender", [5, "a b", ["a"]])
def test_nor_does_who_gives_an_odd_one(server: Server, sender: object) -> None:
    body = json.dumps({"sender": sender, "message": COST}).encode()
    one, two = (server.post(body).messages[0]["recipient_id"] for _ in range(2))
    assert one != two


def test_a_replayed_message_gets_the_same_answer_again(server: Server) -> None:
    replies = server.talk(*[COST] * 5)
    assert {tuple(reply.ids) for reply in replies} == {("cost-range",)}
    assert len({reply.text for reply in replies[1:]}) == 1


def test_two_at_once_from_one_sender_both_get_their_own_answer(server: Server) -> None:
    with ThreadPoolExecutor(2) as pool:
        for turn in range(5):
            asked = (COST, "Is it FDA approved?")
            cost, fda = pool.map(lambda text, turn=turn: server.say(text, f"twice-{turn}"), asked)
            assert (cost.ids, fda.ids) == (["cost-range"], ["fda-approval"])


def test_twenty_at_once_each_get_their_own_answer(server: Server) -> None:
    asked = [COST, "Is it FDA approved?", "I cannot breathe", "hello"] * 5
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(server.say, asked))
    assert [reply.custom["kind"] for reply in replies] == ["answer", "answer", "emergency", "smalltalk"] * 5
    assert [reply.ids for reply in replies] == [["cost-range"], ["fda-approval"], [], []] * 5


def test_while_a_huge_message_is_read_others_are_answered(server: Server) -> None:
    with ThreadPoolExecutor(5) as pool:
        huge = [pool.submit(server.say, BIG) for _ in range(4)]
        other = pool.submit(server.say, COST)
        assert other.result(timeout=30).ids == ["cost-range"]
        assert {reply.result(timeout=60).custom["kind"] for reply in huge} == {"clarify"}


def test_danger_at_the_end_of_a_huge_message_is_seen(server: Server) -> None:
    assert server.say(BIG + " Since last night I cannot breathe.").custom["kind"] == "emergency"


def test_the_conversation_of_one_sender_may_be_long(server: Server) -> None:
    replies = server.talk(*[COST, "1", PAIN, "menu"] * 15)
    assert {reply.custom["kind"] for reply in replies} == {"answer", "smalltalk"}
    assert [reply.ids for reply in replies[0::4]] == [["cost-range"]] * 15
