"""Whose turn is next: tasks by host, a few of each in memory, the rest in the journal.

Memory holds a bounded number of hosts and of tasks, however many addresses wait.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from scrub.fetcher.hosts import Hosts
from scrub.fetcher.scribe import Scribe
from scrub.fetcher.task import Task

_HOSTS = 1_000  # in memory at once
_TASKS = 16_000  # in memory at once, shared by the hosts
_MOST_TASKS, _LEAST_TASKS = 512, 16  # of one host


class _Queue:
    """The tasks of one host.

    last: the number of the last one that was loaded. drained: the journal has none beyond it. taken:
    visits under way. open: tasks that were taken and are not in the journal as done yet.
    """

    __slots__ = ("drained", "heaped", "last", "name", "open", "taken", "tasks")

    def __init__(self, name: str) -> None:
        self.name = name
        self.tasks: deque[Task] = deque()
        self.last = 0
        self.taken = 0
        self.open = 0
        self.drained = False
        self.heaped = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted from the journal: more hosts behind a name, and more tasks of some hosts.

    count: tasks a host. grown tells whether the journal grew while the order was under way.
    """

    after: str
    hosts: int
    tasks: tuple[tuple[str, int], ...]
    count: int
    grown: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """The answer to an order."""

    order: Order
    hosts: list[str]
    tasks: dict[str, list[Task]]


def deliver(order: Order, scribe: Scribe) -> Delivery:
    """Fetches what was ordered; runs in the scribe's thread."""
    hosts = scribe.journal.hosts_waiting(order.after, order.hosts) if order.hosts else ()
    wanted = [*order.tasks]
    names = list(hosts)
    known = {name for name, _ in wanted}
    wanted += [(name, 0) for name in names if name not in known]
    return Delivery(
        order, names, {name: scribe.journal.waiting(name, last, order.count) for name, last in wanted}
    )


class Frontier:
    """Hands out tasks so that no host is asked more than allowed, and no host waits for another."""

    def __init__(self, hosts: Hosts, per_host: int) -> None:
        self._hosts = hosts
        self._per_host = per_host
        self._queues: dict[str, _Queue] = {}
        self._heap: list[tuple[float, str]] = []
        self._after = ""
        self._more_hosts = True
        self._grown = 0

    def order(self) -> Order | None:
        """What the journal should deliver now; None where nothing is missing."""
        room = _HOSTS - len(self._queues)
        hosts = room if self._more_hosts and room > _HOSTS // 4 else 0
        count = max(_LEAST_TASKS, min(_MOST_TASKS, _TASKS // (len(self._queues) + hosts + 1)))
        if hosts and not self._queues:
            count = _LEAST_TASKS  # nobody knows yet how many hosts there are
        short = [
            queue for queue in self._queues.values() if not queue.drained and len(queue.tasks) < count // 4
        ]
        if not hosts and not short:
            return None
        tasks = tuple((queue.name, queue.last) for queue in short)
        return Order(self._after, hosts, tasks, count, self._grown)

    def receive(self, delivery: Delivery) -> None:
        """Takes in what was ordered."""
        order = delivery.order
        unchanged = order.grown == self._grown
        if order.hosts:
            self._after = delivery.hosts[-1] if delivery.hosts else ""
            self._more_hosts = len(delivery.hosts) == order.hosts or not unchanged
        asked = {name for name, _ in order.tasks}
        for name, tasks in delivery.tasks.items():
            if name in self._queues and name not in asked:
                continue  # a host that is here already, met again on the way through all names
            queue = self._queues.setdefault(name, _Queue(name))
            queue.tasks.extend(tasks)
            queue.last = tasks[-1].number if tasks else queue.last
            queue.drained = len(tasks) < order.count and unchanged
            self._offer(queue)
            self._leave(queue)

    def take(self) -> Task | None:
        """A task whose host may be asked now."""
        now = time.monotonic()
        while self._heap and self._heap[0][0] <= now:
            _, name = heapq.heappop(self._heap)
            queue = self._queues.get(name)
            if queue is None:
                continue
            queue.heaped = False
            ready = self._hosts.host(name).ready_at <= now
            if ready and queue.tasks and queue.taken < self._per_host:
                queue.taken += 1
                queue.open += 1
                task = queue.tasks.popleft()
                self._offer(queue)
                return task
            self._offer(queue)
        return None

    def next_ready(self) -> float | None:
        """Seconds until a host may be asked; None where none waits for that."""
        return max(0.0, self._heap[0][0] - time.monotonic()) if self._heap else None

    def give_back(self, task: Task) -> None:
        """The visit failed and is to be made again."""
        queue = self._queues[task.host]
        queue.taken -= 1
        queue.open -= 1
        queue.tasks.appendleft(task)
        self._offer(queue)

    def visited(self, task: Task) -> None:
        """The host is free for its next task; this one is not yet committed."""
        queue = self._queues[task.host]
        queue.taken -= 1
        self._offer(queue)

    def committed(self, task: Task) -> None:
        """The task is done in the journal, and will not be delivered again."""
        queue = self._queues[task.host]
        queue.open -= 1
        self._leave(queue)

    def grew(self, names: Iterable[str]) -> None:
        """New addresses of these hosts are in the journal."""
        for name in names:
            self._grown += 1
            queue = self._queues.get(name)
            if queue is None:
                self._more_hosts, self._after = True, ""
            else:
                queue.drained = False

    def is_empty(self) -> bool:
        """Whether nothing waits, here or in the journal."""
        return not self._more_hosts and not self._queues

    def _leave(self, queue: _Queue) -> None:
        """Forgets a host that has nothing left."""
        if queue.drained and not queue.tasks and not queue.open:
            self._queues.pop(queue.name, None)

    def _offer(self, queue: _Queue) -> None:
        """Puts the host in line, if it has a task and a free slot."""
        if queue.tasks and queue.taken < self._per_host and not queue.heaped:
            queue.heaped = True
            heapq.heappush(self._heap, (self._hosts.host(queue.name).ready_at, queue.name))
