import os
from typing import Any, Callable, Iterable, Union

_Path = Union[str, "os.PathLike[str]"]

def function(
    *,
    name: str = "path",
    content: str | None = "bytes",
    tables: Iterable[str] = ("findings",),
    json: bool = False,
    ruleset: _Path | None = None,
    rules: Iterable[_Path] = (),
    kind: str | None = None,
    year: int | None = None,
) -> Callable[[Any], Any]: ...
def check(
    dataset: Any,
    *,
    batch_size: int = 64,
    name: str = "path",
    content: str | None = "bytes",
    tables: Iterable[str] = ("findings",),
    json: bool = False,
    ruleset: _Path | None = None,
    rules: Iterable[_Path] = (),
    kind: str | None = None,
    year: int | None = None,
) -> Any: ...
