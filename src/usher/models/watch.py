"""The triggers by which the database keeps `Change`: see there.

A migration that alters one of these tables ends with `watch`: SQLite makes such a table anew,
and forgets what watched the old one. A test changes something in each of them.
"""

from collections.abc import Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# For each table: what changed, its number, and the event, in terms of a row.
_ATTENDEE, _PROGRAMME = "attendee", "programme"
_WATCHED: dict[str, tuple[str, str, str]] = {
    "usher_attendee": (_ATTENDEE, "{row}.id", "{row}.event_id"),
    "usher_badge": (_ATTENDEE, "{row}.attendee_id", "{row}.event_id"),
    "usher_registrant": (_ATTENDEE, "{row}.attendee_id", "{row}.event_id"),
    "usher_level": (_PROGRAMME, "0", "{row}.event_id"),
    "usher_session": (_PROGRAMME, "0", "{row}.event_id"),
    "usher_session_levels": (
        _PROGRAMME,
        "0",
        "(SELECT event_id FROM usher_session WHERE id = {row}.session_id)",
    ),
    "usher_event": (_PROGRAMME, "0", "{row}.id"),
    "usher_signingkey": (_PROGRAMME, "0", "{row}.event_id"),
}
_ROWS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def watch(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database write a change for each row of these tables that is written or deleted."""
    vendor = schema_editor.connection.vendor
    statements = _on_postgresql() if vendor == "postgresql" else _on_sqlite()
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _on_sqlite() -> Iterator[str]:
    for table, (kind, thing, event) in _WATCHED.items():
        for action, row in _ROWS.items():
            name = f"{table}_{action.lower()}_is_a_change"
            yield f"DROP TRIGGER IF EXISTS {name}"
            owner, which = event.format(row=row), thing.format(row=row)
            # Removed and written, so that the change gets a new place. Not INSERT OR REPLACE: a
            # statement that says what to do on a conflict says so for its triggers as well.
            yield f"""
                CREATE TRIGGER {name} AFTER {action} ON {table} BEGIN
                  DELETE FROM usher_change
                   WHERE event_id = {owner} AND kind = '{kind}' AND thing = {which};
                  INSERT INTO usher_change (event_id, kind, thing, "transaction")
                  SELECT {owner}, '{kind}', {which}, 0 WHERE {owner} IS NOT NULL;
                END
            """


def _on_postgresql() -> Iterator[str]:
    for table, (kind, thing, event) in _WATCHED.items():
        name = f"{table}_is_a_change"
        yield f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE one {table};
            BEGIN
              one := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
              INSERT INTO usher_change (event_id, kind, thing, transaction)
              SELECT {event.format(row="one")}, '{kind}', {thing.format(row="one")},
                     pg_current_xact_id()::text::bigint
               WHERE {event.format(row="one")} IS NOT NULL
              ON CONFLICT (event_id, kind, thing)
              DO UPDATE SET seq = nextval(pg_get_serial_sequence('usher_change', 'seq')),
                            transaction = excluded.transaction;
              RETURN NULL;
            END $$
        """
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"""
            CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}()
        """
