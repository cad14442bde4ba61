"""What the database promises by itself, and what happens when it is new, old, locked, full of nonsense, or away."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from actions.consultations import migrations
from actions.consultations.model import By, SlotTakenError, StoreUnavailableError
from actions.consultations.store import Store, open_store
from actions.consultations.tables import metadata
from index.errors import SettingsError
from tests.services.booking_samples import CONSENT, NOW, PERSON, TTL, book, slot
from tests.services.postgresql import Postgresql

ROW: dict[str, Any] = {
    "id": "x", "reference": "x", "calendar_id": 1, "starts_at": 2000, "ends_at": 3000, "busy_from": 1500,
    "busy_until": 3500, "status": "booked", "hold_expires_at": None, "owner": "o", "name": "n", "email": "e@x.org",
    "phone": None, "zone": "UTC", "sequence": 0, "booked_at": 1, "created_at": 1, "updated_at": 1,
}  # fmt: skip
ONLY_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
OTHER = {"id": "y", "reference": "y"}
BACK_TO_BACK = {"busy_from": 3500, "starts_at": 4000, "ends_at": 5000, "busy_until": 5500}


@pytest.fixture
def direct(store: Store, store_url: str) -> Iterator[Any]:
    """The database without the store, as somebody with a SQL console has it."""
    engine = sa.create_engine(store_url, future=True)
    if store_url.startswith("sqlite"):
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("pragma foreign_keys=on"))
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO calendars (id, key) VALUES (1, 'team'), (2, 'room')"))
    insert(engine, ROW)
    yield engine
    engine.dispose()


def insert(engine: Any, row: dict[str, Any], verb: str = "INSERT") -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(sa.text(f"{verb} INTO appointments ({names}) VALUES ({values})"), row)


def update(engine: Any, values: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE appointments SET {values} WHERE id = 'y'"))  # noqa: S608 - our own


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"busy_from": 3499, "starts_at": 4000, "ends_at": 5000, "busy_until": 5500},  # only the buffers touch
        {"busy_from": 0, "starts_at": 10, "ends_at": 20, "busy_until": 1501},
        {"busy_from": 2100, "starts_at": 2200, "ends_at": 2300, "busy_until": 2400},  # within
        {"busy_from": 1, "starts_at": 2200, "ends_at": 2300, "busy_until": 9000},  # around
        {"status": "held", "hold_expires_at": 1},
    ],
)
def test_an_overlapping_row_cannot_be_inserted(direct: Any, change: dict[str, Any]) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="appointments_overlap"):
        insert(direct, ROW | OTHER | change)


@ONLY_SQLITE
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
def test_no_way_of_inserting_passes_sqlite(direct: Any, verb: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="appointments_overlap"):
        insert(direct, ROW | OTHER, verb)


@pytest.mark.parametrize("change", [BACK_TO_BACK, {"calendar_id": 2}, {"status": "cancelled"}, {"status": "expired"}])
def test_back_to_back_another_calendar_and_what_is_over_fit(direct: Any, change: dict[str, Any]) -> None:
    insert(direct, ROW | OTHER | change)


@pytest.mark.parametrize("values", ["busy_from = 3499", "calendar_id = 1", "status = 'booked'"])
def test_no_row_can_be_changed_into_an_overlap(direct: Any, values: str) -> None:
    free = {"busy_from = 3499": BACK_TO_BACK, "calendar_id = 1": {"calendar_id": 2}}
    insert(direct, ROW | OTHER | free.get(values, {"status": "cancelled"}))
    with pytest.raises(sa.exc.IntegrityError, match="appointments_overlap"):
        update(direct, values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "maybe"},
        {"ends_at": 4000},
        {"starts_at": 5000},
        {"busy_from": 4600},
        {"name": None},
        {"email": None},
        {"reference": None},
        {"reference": "x"},
        {"booked_at": None},
        {"status": "held"},
        {"calendar_id": 3},
        {"owner": None},
    ],
    ids=str,
)
def test_what_makes_no_sense_cannot_be_inserted(direct: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        insert(direct, ROW | OTHER | BACK_TO_BACK | {"ends_at": 4500} | wrong)


@ONLY_SQLITE
def test_words_cannot_stand_for_times(direct: Any) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="appointments_numbers"):
        insert(direct, ROW | OTHER | {"busy_until": "late", "busy_from": 1})


def test_the_migrations_make_the_tables_that_the_code_expects(direct: Any) -> None:
    with direct.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
        # PostgreSQL keeps its rule against overlaps in an index of its own, which SQLAlchemy does not know.
        assert [each for each in found if "appointments_overlap" not in repr(each)] == []
        assert context.get_current_revision() == migrations.LATEST
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == migrations.LATEST


def test_a_database_of_the_version_before_is_brought_up_to_date_with_all_that_is_in_it(store_url: str) -> None:
    store = open_store(store_url)
    made = book(store, slot(9))
    store.close()
    engine = sa.create_engine(store_url, future=True)
    with engine.begin() as connection:  # as it was then: with appointments, and without the column
        connection.execute(sa.text("ALTER TABLE appointments DROP COLUMN remind_on"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    store = open_store(store_url)
    assert store.get(made.id) == made
    wants = dataclasses.replace(PERSON, remind_on="whatsapp")
    assert book(store, slot(10), person=wants, owner="b").person == wants
    with pytest.raises(SlotTakenError):
        store.hold(slot(9), "c", NOW, TTL)
    store.close()
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == migrations.LATEST
    engine.dispose()


def test_a_database_is_made_from_any_folder_by_many_at_once(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(open_store(store_url))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = book(opened[0], slot(9))
    for each in opened:
        assert each.get(made.id) == made
        each.close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "bookings"
    store = open_store(f"sqlite:///{folder}/consultations.sqlite")
    book(store, slot(9))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        f"consultations.sqlite{suffix}": 0o600 for suffix in ("", "-shm", "-wal")
    }
    store.close()


@pytest.mark.parametrize("url", ["", "var/bookings", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@host/d"])
def test_a_url_that_cannot_work_is_a_setting_to_mend(url: str) -> None:
    with pytest.raises(SettingsError, match="use sqlite") as raised:
        open_store(url)
    assert "secret" not in str(raised.value)


def test_a_locked_file_is_told_in_time_and_questions_go_on(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite")
    made = book(store, slot(9))
    with sqlite3.connect(tmp_path / "c.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError, match="database is locked") as raised:
            store.cancel(made.id, "k", By.CHAT, NOW)
        assert 2.5 < time.monotonic() - began < 4.5
        assert store.get(made.id) == made
        other.execute("ROLLBACK")
    assert_tells_nothing(raised.value)
    assert store.move(made.id, slot(10), "k", By.CHAT, NOW).slot == slot(10)
    store.close()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_locked_table_is_told_in_time(store: Store, store_url: str) -> None:
    made = book(store, slot(9))
    engine = sa.create_engine(store_url, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE appointments IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError) as raised:
            store.get(made.id)
        assert 2.5 < time.monotonic() - began < 4.5
    engine.dispose()
    assert_tells_nothing(raised.value)
    assert store.get(made.id) == made


def test_after_an_outage_it_works_again_by_itself(postgresql: Postgresql) -> None:
    with postgresql.new_database() as url:
        store = open_store(url)
        made = book(store, slot(9))
        postgresql.stop()
        began = time.monotonic()
        try:
            with pytest.raises(StoreUnavailableError) as raised:
                store.hold(slot(10), "b", NOW, TTL)
            late = open_store(url)  # started while it is away
            with pytest.raises(StoreUnavailableError):
                late.get(made.id)
            assert time.monotonic() - began < 4.5
        finally:
            postgresql.start()
        assert_tells_nothing(raised.value)
        assert store.get(made.id) == late.get(made.id) == made
        assert store.hold(slot(10), "b", NOW, TTL).slot == slot(10)
        postgresql.stop()
        postgresql.start()  # and nobody noticed
        assert store.get(made.id) == made
        store.close()
        late.close()


def test_a_backup_that_was_put_in_place_is_used_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    store = open_store(f"sqlite:///{path}")
    kept = book(store, slot(9))
    with sqlite3.connect(path) as source, sqlite3.connect(tmp_path / "backup") as backup:
        source.backup(backup)
    lost = book(store, slot(10), owner="b")
    for old in tmp_path.glob("c.sqlite*"):
        old.unlink()
    shutil.move(tmp_path / "backup", path)
    assert store.get(kept.id) == kept
    assert store.get(lost.id) is None
    path.unlink()
    assert store.get(kept.id) is None  # a new, empty one
    store.close()


def test_nonsense_and_a_folder_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreUnavailableError, match="file is not a database"):
        open_store(f"sqlite:///{tmp_path}/c.sqlite").get("x")
    with pytest.raises(StoreUnavailableError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/c.sqlite/below/c.sqlite").get("x")


def test_a_newer_database_is_left_alone(direct: Any, store_url: str) -> None:
    with direct.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailableError, match="newer Hairline"):
        open_store(store_url).get("x")


@pytest.mark.parametrize("table", ["history", "outbox", "consents", "requests"])
def test_a_booking_is_not_made_without_all_that_belongs_to_it(direct: Any, store: Store, table: str) -> None:
    held = store.hold(slot(9), "a", NOW, TTL)
    with direct.begin() as connection:
        connection.execute(sa.text(f"ALTER TABLE {table} RENAME TO away"))
    with pytest.raises(StoreUnavailableError) as raised:
        store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, NOW)
    assert_tells_nothing(raised.value)
    with direct.begin() as connection:
        connection.execute(sa.text(f"ALTER TABLE away RENAME TO {table}"))
    assert store.get(held.id) is None
    assert {name: len(rows) for name, rows in store.export_person(owner="a").items()} == {
        "appointments": 1, "history": 1, "outbox": 0, "consents": 0, "requests": 0,
    }  # fmt: skip
    assert store.confirm(held.id, PERSON, CONSENT, "k", By.CHAT, NOW).slot == slot(9)


def test_a_full_disk_writes_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite")
    made = book(store, slot(9))
    database: Any = store._database  # type: ignore[attr-defined]
    sa.event.listen(database._engine, "connect", lambda connection, _: connection.execute("pragma max_page_count=1"))
    database._engine.dispose()
    rows = store.export_person(email=PERSON.email)
    long = dataclasses.replace(PERSON, name="n" * 100_000)
    with pytest.raises(StoreUnavailableError, match="full") as raised:
        book(store, slot(10), owner="b", person=long)
    assert_tells_nothing(raised.value)
    database.close()
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite")
    assert store.export_person(email=PERSON.email) == rows
    assert store.get(made.id) == made
    store.close()


def assert_tells_nothing(error: StoreUnavailableError) -> None:
    """No SQL, no data, nor a cause that has them."""
    told = f"{error!r}{error.__cause__!r}"
    for word in ("select", "update ", "insert", "pg_advisory", "amelie", "example", os.sep + "tmp"):
        assert word not in told.lower()
    assert error.__suppress_context__
