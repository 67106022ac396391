"""Methods of lists, on constants."""

from __future__ import annotations

from collections.abc import Sequence

from scrub.scripts.known import Function, Value, depending, is_known, number_of, text_of, truth_of
from scrub.scripts.machine import Machine
from scrub.scripts.strings import MOST_PIECES

_MOST_CALLS = 5_000


def list_method(machine: Machine, items: list[Value], name: str, values: Sequence[Value]) -> Value:
    """`items.name(values)`; methods that change the list do."""
    machine.step(len(items) // 20)
    if name in ("map", "forEach", "filter", "some", "every", "find", "reduce", "sort"):
        return _with_function(machine, items, name, values)
    if name == "join":
        return machine.made((text_of(values[0]) if values else ",").join(map(text_of, items)))
    if name in ("push", "unshift"):
        at = len(items) if name == "push" else 0
        items[at:at] = list(values)[: max(0, MOST_PIECES - len(items))]
        return len(items)
    if name in ("pop", "shift"):
        return items.pop(-1 if name == "pop" else 0) if items else depending()
    if name == "reverse":
        machine.used("reversed")
        items.reverse()
        return items
    if name in ("slice", "splice"):
        return _cut(items, name, values)
    if name == "concat":
        return [*items, *(v for value in values for v in (value if isinstance(value, list) else [value]))][
            :MOST_PIECES
        ]
    if name in ("indexOf", "includes"):
        at = next(
            (k for k, v in enumerate(items) if values and type(v) is type(values[0]) and v == values[0]), -1
        )
        return at if name == "indexOf" else at >= 0
    return text_of(items) if name == "toString" else depending(items, *values)


def _cut(items: list[Value], name: str, values: Sequence[Value]) -> Value:
    numbers = [number_of(value) if is_known(value) else None for value in values[:2]]
    if any(number is None for number in numbers):
        return depending(items)
    whole = [int(number) for number in numbers if number is not None and abs(number) < 2**31]
    if name == "slice":
        return items[slice(*whole)] if len(whole) == 2 else items[whole[0] if whole else 0 :]
    begin = max(0, whole[0] if whole and whole[0] >= 0 else len(items) + (whole[0] if whole else 0))
    end = begin + max(0, whole[1]) if len(whole) == 2 else len(items)
    removed = items[begin:end]
    items[begin:end] = list(values[2:])
    return removed


def _with_function(machine: Machine, items: list[Value], name: str, values: Sequence[Value]) -> Value:
    if not values or not isinstance(values[0], Function) or name == "sort":
        return items if name == "sort" else depending(items, *values)
    function, found = values[0], []
    if name == "reduce":
        total = values[1] if len(values) > 1 else ""
        for k, item in enumerate(items[:_MOST_CALLS]):
            total = machine.invoke(machine, function, [total, item, k])
        return total
    for k, item in enumerate(items[:_MOST_CALLS]):
        found.append(machine.invoke(machine, function, [item, k, items]))
    if name == "map":
        return found
    if name == "filter":
        return [item for item, kept in zip(items, found, strict=False) if truth_of(kept) is not False]
    return depending(items)
