"""What a process may use that looks into files of strangers, and how it says what is wrong with one."""

import json
import resource
import sys

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MIB = 1 << 20


class Refused(Exception):
    """A problem to be told in Chinese."""


def confine(memory: int, seconds: int) -> None:
    """Whoever asks for more is ended by the system."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class Teller:
    """Writes one JSON value a line to standard output, and not more than is allowed in all."""

    def __init__(self, most_bytes: int) -> None:
        self.left = most_bytes

    def __call__(self, value) -> None:
        line = ENCODE(value).encode("utf-8", "replace") + b"\n"
        self.left -= len(line)
        if self.left < 0:
            self.left = MIB  # for the problem itself
            raise Refused("工作簿里的文字过多，请分成几个文件上传。")
        sys.stdout.buffer.write(line)
