"""Acts that several people do at one moment, each on a connection of one's own."""

import threading
from collections import Counter

from django.db import connection


def at_once(*acts) -> list:
    """Run the acts in threads that start together; return what each gave back or raised."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            answers[number] = act()
        except Exception as error:  # the answer of a refused act is its error
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def kinds(answers) -> Counter:
    return Counter(type(answer).__name__ for answer in answers)
