"""Pages of members, and of acts on organizations that their members follow."""
