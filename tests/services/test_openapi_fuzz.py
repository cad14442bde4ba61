"""Whatever the chat's OpenAPI document allows, and what it forbids: each answer is one that the document names."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.services.pages_client import Pages

pytestmark = [pytest.mark.server, pytest.mark.slow]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 80  # of each operation, for values that it allows, and as many for others


@pytest.fixture(scope="module")
def document(pages: Pages) -> dict[str, Any]:
    """The document as it is served."""
    found = pages.request("GET", "/chat/openapi.json").json()
    assert found["openapi"].startswith("3.")
    return dict(found)


def begun(pages: Pages) -> dict[str, str]:
    """Return the tokens of a conversation in which one message was answered."""
    session = pages.request("POST", "/chat/sessions", json={"privacy": "1"}).json()
    said = {"id": "first-message", "text": "How much does it cost?"}
    headers = {"Authorization": f"Bearer {session['token']}"}
    assert pages.request("POST", "/chat/messages", json=said, headers=headers).status_code == httpx.codes.OK
    return dict(session)


def fuzz(pages: Pages, operation: Any, mode: GenerationMode) -> Counter[int]:
    """Send one operation many ways; return how often it was answered how."""
    kept, statuses, ends = [begun(pages)], Counter[int](), operation.label in ("POST /messages", "DELETE /conversation")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        if ends:  # one conversation bears only so many messages at once, and one deletion
            kept.append(begun(pages))
        if mode is GenerationMode.POSITIVE and "id" in case.path_parameters:
            case.path_parameters["id"], case.body["answer"] = "first-message", "cost-range"
        token = kept[-1]["renewal" if operation.path.endswith("/renew") else "token"]
        # From an address of its own, so that none is refused as one too many.
        address = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"
        headers = {"X-Forwarded-For": address, "Authorization": f"Bearer {token}"}
        response = case.call(base_url=f"{pages.server.url}/chat", headers=headers)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    send()
    return statuses


def operations(document: dict[str, Any]) -> list[Any]:
    """Return all operations of the document."""
    return [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]


def test_what_is_allowed_is_done(pages: Pages, document: dict[str, Any]) -> None:
    for operation in operations(document):
        statuses = fuzz(pages, operation, GenerationMode.POSITIVE)
        assert min(statuses) < 300, f"{operation.label} never worked: {statuses}"


def test_what_is_forbidden_is_refused_as_foreseen(pages: Pages, document: dict[str, Any]) -> None:
    refused = 0
    for operation in operations(document):
        try:
            statuses = fuzz(pages, operation, GenerationMode.NEGATIVE)
        except Unsatisfiable:
            continue  # there is nothing about it that could be wrong
        refused += sum(number for status, number in statuses.items() if 400 <= status < 500)
    assert refused > EXAMPLES


def test_other_methods_are_refused(pages: Pages, document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method in {"get", "post", "put", "delete", "patch"} - set(methods):
            response = pages.request(method.upper(), f"/chat{path.replace('{id}', 'first-message')}")
            assert response.status_code == httpx.codes.METHOD_NOT_ALLOWED, f"{method} {path}: {response.status_code}"
            assert response.json()["error"]["code"] == "method"
