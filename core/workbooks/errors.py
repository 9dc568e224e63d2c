"""What a person is told when a workbook cannot be read."""


class WorkbookError(Exception):
    """The message is a Chinese sentence that says what is wrong and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
