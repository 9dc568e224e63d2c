"""Members and their membership of organizations."""
