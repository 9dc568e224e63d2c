"""`python -m benchmarks [number of units]`: run every measurement."""

import sys

from benchmarks import acts, dashboard, planner

dashboard.main(*map(int, sys.argv[1:2]))
planner.main()
acts.main()
