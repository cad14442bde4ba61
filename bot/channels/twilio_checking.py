"""What `hairline channels check` tells of an account of Twilio, from Twilio's answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.messengers import reading
from bot.channels.messengers.model import Finding

SANDBOX = "+14155238886"  # https://www.twilio.com/docs/whatsapp/sandbox
ACTIVE, TRIAL = "active", "Trial"
CREDENTIALS = "copy HAIRLINE_TWILIO_ACCOUNT and HAIRLINE_TWILIO_TOKEN again: Console, Account info, Live credentials"


def account(status: int, told: Mapping[str, Any], sender: str) -> Finding:
    """Return whose account it is: https://www.twilio.com/docs/iam/api/account."""
    if status in (401, 403, 404):
        return Finding(False, "Twilio refuses the account or its auth token", CREDENTIALS)
    state = reading.text(told, "status")
    if status != 200 or not state:
        return Finding(False, f"Twilio did not answer as it should (HTTP {status})", "try again later")
    name = reading.text(told, "friendly_name")
    if state != ACTIVE:
        return Finding(False, f"the account {name} is {state}", "look at the Console's first page: is it paid?")
    if reading.text(told, "type") == TRIAL:
        mend = "upgrade it before patients use it: a trial account writes to verified numbers only"
        return Finding(True, f"messages go out from {sender}, of the trial account {name}", mend)
    return Finding(True, f"messages go out from {sender}, of the account {name}")


def number(status: int, told: Mapping[str, Any], sender: str, webhook: str) -> Finding:
    """Say where messages to a number go: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource."""
    found = [one for one in reading.items(told, "incoming_phone_numbers") if one.get("phone_number") == sender]
    if status != 200:
        return _unknown(status, webhook)
    if not found:
        mend = "copy HAIRLINE_TWILIO_SMS_FROM again: Console, Phone Numbers, Manage, Active numbers; or use its account"
        return Finding(False, f"the account has no number {sender}", mend)
    mend = (
        f"set “A message comes in” of the number to Webhook, {webhook}, HTTP POST, unless its Messaging Service says so"
    )
    if reading.text(found[0], "sms_application_sid"):
        return Finding(False, "a TwiML App takes the number's messages", mend)
    return _webhook(reading.text(found[0], "sms_url"), reading.text(found[0], "sms_method"), webhook, mend)


def service(status: int, told: Mapping[str, Any], webhook: str) -> Finding:
    """Say where messages to a Messaging Service go: https://www.twilio.com/docs/messaging/api/service-resource."""
    if status == 404:
        mend = "copy HAIRLINE_TWILIO_SMS_FROM again: Console, Messaging, Services; or use its account"
        return Finding(False, "the account has no such Messaging Service", mend)
    if status != 200:
        return _unknown(status, webhook)
    if told.get("use_inbound_webhook_on_number") is True:
        mend = f"each number's “A message comes in” must be {webhook}, HTTP POST"
        return Finding(True, "the Messaging Service leaves it to its numbers where messages go", mend)
    mend = f"set the service's Integration to “Send a webhook”, {webhook}, HTTP POST"
    return _webhook(reading.text(told, "inbound_request_url"), reading.text(told, "inbound_method"), webhook, mend)


def whatsapp(status: int, told: Mapping[str, Any], sender: str, webhook: str) -> Finding:
    """Say where messages to a WhatsApp number go: https://www.twilio.com/docs/whatsapp/api/senders."""
    if sender == SANDBOX:
        mend = f"set “When a message comes in” to {webhook} (Console, Messaging, Try it out, Sandbox settings)"
        return Finding(True, "it is Twilio's sandbox: only who has joined it may write", mend)
    if status != 200:
        return _unknown(status, webhook)
    found = [one for one in reading.items(told, "senders") if one.get("sender_id") == f"whatsapp:{sender}"]
    if not found:
        mend = "copy HAIRLINE_TWILIO_WHATSAPP_FROM again: Console, Messaging, Senders, WhatsApp senders"
        return Finding(False, f"the account has no WhatsApp sender {sender}", mend)
    if not reading.text(found[0], "status").startswith("ONLINE"):
        mend = "the Console says why: Messaging, Senders, WhatsApp senders"
        return Finding(False, "the WhatsApp sender is not online", mend)
    hook = reading.mapping(found[0], "webhook")
    mend = f"set the sender's “Webhook URL for incoming messages” to {webhook}, HTTP POST"
    return _webhook(reading.text(hook, "callback_url"), reading.text(hook, "callback_method"), webhook, mend)


def _webhook(url: str, method: str, webhook: str, mend: str) -> Finding:
    if url.partition("#")[0] != webhook:  # behind # stands how often Twilio tries
        return Finding(False, f"Twilio sends what people write to {url.partition('?')[0] or 'nowhere'}", mend)
    if method.upper() not in ("", "POST"):
        return Finding(False, f"Twilio calls the webhook by {method}", mend)
    return Finding(True, "Twilio sends what people write to the webhook")


def _unknown(status: int, webhook: str) -> Finding:
    mend = f"look there whether it is {webhook}, HTTP POST"
    return Finding(True, f"Twilio does not say where it sends what people write (HTTP {status})", mend)
