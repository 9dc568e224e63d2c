"""Reading rosters of members that branches and townships keep."""
