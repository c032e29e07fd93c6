import os
from typing import Any, Callable, Iterable, Iterator, Union

_Path = Union[str, "os.PathLike[str]"]

def function(
    *,
    name: str = "path",
    content: str | None = "content",
    tables: Iterable[str] = ("findings",),
    json: bool = False,
    ruleset: _Path | None = None,
    rules: Iterable[_Path] = (),
    kind: str | None = None,
    year: int | None = None,
) -> tuple[Callable[[Iterator[Any]], Iterator[Any]], Any]: ...
def check(
    frame: Any,
    *,
    name: str = "path",
    content: str | None = "content",
    tables: Iterable[str] = ("findings",),
    json: bool = False,
    ruleset: _Path | None = None,
    rules: Iterable[_Path] = (),
    kind: str | None = None,
    year: int | None = None,
) -> Any: ...
