"""Times the planner of joint branches on one area, and says how good its plans are.

`python -m benchmarks.planner [number of candidates]` runs this measurement alone.
"""

import sys
import time
from random import Random

from organizations.planning import SECONDS, Candidate, plan

CASES = ((100, 10), (500, 20), (2000, 10), (2000, 30), (2000, 150))
HEADINGS = (
    "candidates",
    "trades",
    "limit s",
    "wall s",
    "CPU s",
    "groups",
    "left",
    "least",
    "cost",
    "bound",
    "gap",
)
SHORT = 1.0


def invented(number: int, trades: int, seed: int = 130582) -> list[Candidate]:
    """An area of so many candidates: some trades are common, many rare; a tenth of the facts is unknown."""
    random = Random(seed)
    return [
        Candidate(
            key,
            1,
            random.choice((1, 1, 1, 2, 2)),
            "" if random.random() < 0.1 else f"行业{min(int(random.expovariate(6 / trades)), trades - 1)}",
            None if random.random() < 0.1 else int(random.lognormvariate(3.5, 1.3)),
        )
        for key in range(number)
    ]


def measured(number: int, trades: int, seconds: float) -> tuple:
    found = invented(number, trades)
    wall, cpu = time.perf_counter(), time.process_time()
    proposal = plan(found, seconds=seconds)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    left = (len(proposal.groups), len(proposal.left_over), proposal.least_left_over)
    fit = (proposal.cost, proposal.bound, f"{proposal.gap:.2%}")
    return (number, trades, seconds, f"{wall:.2f}", f"{cpu:.2f}", *left, *fit)


def main(number: int | None = None):
    print("planner of joint branches")
    print(*(f"{heading:>10}" for heading in HEADINGS))
    cases = [(number, 30)] if number else CASES
    for candidates, trades in cases:
        print(*(f"{value:>10}" for value in measured(candidates, trades, SECONDS)), flush=True)
    print(*(f"{value:>10}" for value in measured(*cases[-1], SHORT)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
