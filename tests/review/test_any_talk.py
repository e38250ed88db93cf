"""Whatever stands in a talk, the review comes to an end and keeps its form."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.talks import engine
from wayhome.model.messages import Message
from wayhome.model.reviews import TACTICS
from wayhome.review.pipeline import review_talk
from wayhome.review.talk import Talk

MESSAGES = st.lists(
    st.builds(
        Message,
        st.sampled_from([None, "Sam", "Rex", "Mia", "\u202eSam"]),
        st.sampled_from([None, "2025-03-04T22:41:00", "2025-03-04T22:41:00+02:00", "rubbish"]),
        st.text(max_size=80),
        st.sampled_from(["text", "media", "system", "deleted", "call"]),
        st.sampled_from([None, "1", "2"]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(MESSAGES, st.sets(st.integers(0, 3)))
def test_any_talk_is_reviewed(messages: list[Message], child: set[int]) -> None:
    talk = Talk("chat")
    talk.take(iter(messages))
    found = review_talk(talk, engine(), frozenset(child & set(range(len(talk.senders)))))
    assert found.messages == len(messages)
    assert not any(why == "failed" for _, why in found.not_run)
    for finding in found.findings:
        assert finding.tactic in TACTICS
        assert all(1 <= number <= len(messages) for number in finding.messages)
