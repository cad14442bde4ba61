"""Whole visits to a real server: from the first message to an answer, a booked consultation, and its manage page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.booking_visit import Patient, book, mailed_link
from tests.browser.chat import Chat
from tests.browser.host_page import Host
from tests.browser.visitors import DESKTOP, PHONE, Visitors
from tests.services.client import Server

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("own", [True, False], ids=["demo site", "clinic's website"])
def test_from_the_first_question_to_the_manage_page(
    visitors: Visitors, server: Server, real_host: Host, size: dict[str, object], *, own: bool
) -> None:
    site = server.url if own else real_host.url
    visitor, patient = visitors.come(site, server.url, timezone_id="Europe/Madrid", **size), Patient()
    chat = Chat(visitor.go()).begin("How much does it cost and does it hurt?")
    expect(chat.turns).to_contain_text("thousand")
    expect(chat.sources).to_have_count(2)
    chat.sources.first.locator("summary").click()
    expect(chat.sources.first).to_contain_text("Last updated")
    chat.panel.get_by_role("button", name="Yes", exact=True).first.click()
    reference = book(chat, patient)
    visitor.go()
    if size is PHONE:  # where the chat would cover the page, it waits to be opened
        chat.launcher.click()
    expect(chat.log).to_contain_text(reference)
    link = mailed_link(server.var, patient)
    manage = visitor.context.new_page()
    manage.goto(link)
    expect(manage.get_by_role("main")).to_contain_text(reference)
    assert real_host.reports == []


def test_an_emergency_stays_in_view(visitors: Visitors, server: Server, real_host: Host) -> None:
    visitor = visitors.come(real_host.url, server.url, **PHONE)
    chat = Chat(visitor.go()).begin("my throat is swelling up and I can't breathe")
    call = chat.panel.get_by_role("link", name="Call 911")
    expect(call).to_have_attribute("href", "tel:911")
    chat.say("what does it cost?")
    expect(call).to_be_in_viewport()
    visitor.page.reload()
    chat.launcher.click()
    expect(call).to_be_in_viewport()
    chat.button("I am safe").click()
    expect(call).to_be_hidden()


def test_deleting_ends_the_conversation_at_the_server_too(visitors: Visitors, server: Server, real_host: Host) -> None:
    visitor = visitors.come(real_host.url, server.url)
    chat = Chat(visitor.go()).begin("How long does it take?")
    key = visitor.page.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith('session'))[1]")
    token = visitor.page.evaluate("key => JSON.parse(key).token", key)
    chat.button("Menu").click()
    chat.button("Privacy and your data").click()
    chat.button("Delete my data").click()
    chat.button("Yes, delete all").click()
    expect(chat.panel).to_contain_text("Your data was deleted.")
    told = server.client.get("/chat/messages", headers={"Authorization": f"Bearer {token}", "Origin": real_host.url})
    assert told.status_code == 410
