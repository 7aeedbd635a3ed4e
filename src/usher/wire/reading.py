"""Reading the database from the event loop, by one thread beside it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, connection

Parameters = ParamSpec("Parameters")
Read = TypeVar("Read")

FAULTS = (DatabaseError, InterfaceError)


def in_thread(
    read: Callable[Parameters, Read],
) -> Callable[Parameters, Coroutine[Any, Any, Read]]:
    """Let the function be awaited. Its thread keeps a connection, opened anew after a fault."""

    @wraps(read)
    def careful(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Read:
        try:
            return read(*args, **kwargs)
        except FAULTS:
            connection.close()
            raise

    return sync_to_async(careful)
