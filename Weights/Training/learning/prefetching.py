"""Batches made in a thread of their own while the network learns from those before them."""

import queue
import threading


def prefetched(batches, ahead=4):
    """Runs a generator a few items ahead; what it raises is raised here."""
    waiting = queue.Queue(ahead)

    def fill():
        try:
            for item in batches:
                waiting.put((item, None))
            waiting.put((None, None))
        except BaseException as error:  # The trainer would wait for ever.
            waiting.put((None, error))

    threading.Thread(target=fill, daemon=True).start()
    while True:
        item, error = waiting.get()
        if error is not None:
            raise error
        if item is None:
            return
        yield item
