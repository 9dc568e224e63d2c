"""Days and due dates in the words a secretary would use."""

import datetime

WEEKDAYS = "一二三四五六日"


def day_text(day: datetime.date) -> str:
    """Return "12月3日（周四）"."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def days_left_text(day: datetime.date, today: datetime.date) -> str:
    """Return how far off a last day is: "还有 11 天", "今天截止", "已过 2 天"."""
    days = (day - today).days
    if days == 0:
        return "今天截止"
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def due_text(day: datetime.date, today: datetime.date) -> str:
    return f"{day_text(day)}截止，{days_left_text(day, today)}".replace("截止，今天截止", "，今天截止")
