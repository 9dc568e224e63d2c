"""Holds what was read against the answers: right, wrong and told, or wrong in silence."""

from dataclasses import dataclass, field

from organizations.intake.rows import Preview, RowPreview

# What is missing with an organization or a state is told with these.
TOLD_WITH = {
    "coverage": {"coverage", "organization", "has_organization", "officer"},
    "organization": {"organization", "coverage", "has_organization"},
    "organization_established_on": {
        "organization",
        "coverage",
        "organization_established_on",
        "has_organization",
    },
    "secretary": {"organization", "coverage", "secretary", "has_organization"},
    "probationary_members": {"probationary_members", "formal_members"},
    "area": {"area"},
    "kind": {"kind"},
}


@dataclass
class Outcome:
    """How many rows are right, and what is wrong: (sheet, row, field, wanted, read)."""

    right: int = 0
    told: list[tuple] = field(default_factory=list)
    silent: list[tuple] = field(default_factory=list)
    lost: list[tuple] = field(default_factory=list)
    extra: list[tuple] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.right + len({each[:2] for each in self.told + self.silent}) + len(self.lost)


def rows_of(preview: Preview) -> dict[tuple[str, int, int], RowPreview]:
    """Rows by worksheet, number and place among those of one number."""
    found: dict[tuple[str, int, int], RowPreview] = {}
    for row in preview.rows:
        block = sum((row.sheet, row.row, place) in found for place in range(2))
        found[row.sheet, row.row, block] = row
    return found


def outcome_of(preview: Preview, answers: dict[tuple, dict]) -> Outcome:
    outcome, found = Outcome(), rows_of(preview)
    outcome.lost = [key for key in answers if key not in found]
    outcome.extra = [(*key, found[key].raw) for key in found if key not in answers]
    for key in answers.keys() & found.keys():
        wrong = differences(found[key], answers[key])
        outcome.right += not wrong
        for name, wanted, read in wrong:
            told = TOLD_WITH.get(name, {name}) & {issue.field for issue in found[key].issues}
            (outcome.told if told else outcome.silent).append((key[0], key[1:], name, wanted, read))
    return outcome


def differences(row: RowPreview, answer: dict) -> list[tuple]:
    values = row.as_json()["values"]
    return [(name, wanted, values[name]) for name, wanted in answer.items() if values[name] != wanted]
