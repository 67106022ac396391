"""Honest articles of a small town, put together from sentences by number: the same every time."""

from __future__ import annotations

from dataclasses import dataclass

_SUBJECTS = (
    ("The library", "library", "the reading room", "Margaret Oakes, the librarian"),
    ("The fire brigade", "fire station", "the new engine house", "Captain Tom Ferris"),
    ("The swimming pool", "pool", "the outdoor basin", "Ines Adair of the sports office"),
    ("The town hall", "town hall", "the council chamber", "the town clerk, Robert Hale"),
    ("The primary school", "school", "the gymnasium", "headmistress Joan Pell"),
    ("The railway station", "station", "the second platform", "Peter Lund of the railway"),
    ("The weekly market", "market", "the covered stalls", "Aisha Grant, who speaks for the traders"),
    ("The mill museum", "museum", "the water wheel", "Dr Henrik Vale, who keeps the collection"),
)
_EVENTS = (
    (
        "will be closed for repairs in {month}",
        "The roof of {part} let in the rain last winter, and the beams have to be dried.",
    ),
    (
        "opens its doors on {day}",
        "Visitors may look at {part}, and children can take part in a treasure hunt.",
    ),
    (
        "gets a new heating system",
        "The old boiler under {part} is from 1971 and burns twice as much as a modern one.",
    ),
    (
        "asks for volunteers",
        "Helpers are wanted for {part} on Saturday mornings; tools and tea are provided.",
    ),
    (
        "remembers the flood",
        "Photographs of the high water will be shown in {part} until the end of {month}.",
    ),
    (
        "has a busier year than ever",
        "More than eleven thousand people came, and on some days there was a queue at {part}.",
    ),
)
_SAYINGS = (
    "“We would rather do it once and do it well,” said {who}.",
    "“Nobody expected so many letters,” said {who}, who has read every one of them.",
    "According to {who}, the work was planned for two years and will take about ten weeks.",
    "{who} thanked the neighbours for their patience and promised that the noise would end by six.",
    "“It belongs to all of us,” said {who} at the meeting on {day}.",
)
_DETAILS = (
    "The council has set aside forty-two thousand pounds, a third of which comes from the county.",
    "Until then the bus stops at the corner of Mill Lane, where a shelter has been put up.",
    "A plan hangs in the window of the post office and may be had at the counter for nothing.",
    "Those who come by car should use the meadow behind the church, as the square is taken by the fair.",
    "The last time anything was changed there, the mayor of the day laid a coin under the first stone.",
    "Two classes of pupils have painted the fence, and the paint was given by a shop on the high street.",
    "Questions are answered on Wednesdays between ten and noon, or in writing within a fortnight.",
    "It was the third item on a long evening, and the vote was taken shortly before eleven.",
    "The minutes of the meeting will be read out in March and can then be looked up by everyone.",
    "Weather permitting, the brass band plays at three, and the baker has promised apple cake.",
)
_MONTHS = ("February", "April", "June", "September", "November")
_DAYS = ("Monday", "Thursday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Article:
    """A title, a description and paragraphs."""

    title: str
    description: str
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        """The paragraphs as markup."""
        return "\n".join(f"<p>{text}</p>" for text in self.paragraphs)


def article(number: int) -> Article:
    """The article with this number; neighbours differ in subject, event and words."""
    name, place, part, who = _SUBJECTS[number % len(_SUBJECTS)]
    event, why = _EVENTS[(number // len(_SUBJECTS) + number) % len(_EVENTS)]
    words = {"part": part, "who": who, "day": _DAYS[number % 4], "month": _MONTHS[number % 5]}
    title = f"{name} {event}".format(**words)
    detail = [_DETAILS[(number * 3 + k * 7) % len(_DETAILS)] for k in range(5)]
    saying = [_SAYINGS[(number + k) % len(_SAYINGS)].format(**words) for k in range(2)]
    saying = [text[:1].upper() + text[1:] for text in saying]
    paragraphs = (
        f"{title}. {why.format(**words)} {detail[0]}",
        f"{saying[0]} {detail[1]} {detail[2]}",
        f"{saying[1]} {detail[3]}",
        f"More about the {place} is on the notice board. {detail[4]}",
    )
    return Article(title, f"{title}: what the town has decided, and what comes next.", paragraphs)
