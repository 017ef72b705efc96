"""Looks at a pickle's operations before one is carried out.

Only those that write a dictionary of tensors are let through, and no tuple that is made of so much
that hashing it would not end: two of a tuple in a tuple, sixty times over, take a few hundred bytes.
"""

import pickletools

from .errors import ConversionError

# Other operations have no business in a checkpoint.
OPERATIONS = frozenset(
    "PROTO FRAME STOP MARK NONE NEWTRUE NEWFALSE EMPTY_DICT EMPTY_LIST EMPTY_TUPLE TUPLE TUPLE1 "
    "TUPLE2 TUPLE3 BININT BININT1 BININT2 LONG1 BINFLOAT BINUNICODE SHORT_BINUNICODE BINSTRING "
    "SHORT_BINSTRING GLOBAL STACK_GLOBAL REDUCE BUILD BINPERSID BINPUT LONG_BINPUT BINGET "
    "LONG_BINGET MEMOIZE SETITEM SETITEMS APPEND APPENDS".split())
MOST_MEMORIES = 1 << 20
MOST_OF_A_TUPLE = 1 << 12


class _Stack:
    """How many parts each object has that the operations would leave on the stack."""

    def __init__(self):
        self._parts, self._memory = [], {}

    def follow(self, operation, argument):
        """One operation."""
        name = operation.name
        if name == "MARK":
            self._parts.append(None)
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._memory[argument] = self._parts[-1]
        elif name == "MEMOIZE":
            self._memory[len(self._memory)] = self._parts[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            self._parts.append(self._memory[argument])
        else:
            taken = self._taken(operation)
            if operation.stack_after:
                self._parts.append(self._made(name, taken))

    def _taken(self, operation):
        """Takes what an operation works on: single objects, and all above a mark."""
        taken, single = [], len(operation.stack_before)
        if pickletools.stackslice in operation.stack_before:
            single -= 2
            while (part := self._parts.pop()) is not None:
                taken.append(part)
        return taken + [self._parts.pop() for _ in range(single)]

    @staticmethod
    def _made(name, taken):
        if not name.startswith("TUPLE") and name != "REDUCE":
            return 1
        count = 1 + sum(taken)
        if count > MOST_OF_A_TUPLE:
            raise ConversionError(
                f"expected tuples of at most {MOST_OF_A_TUPLE} parts, found {count}")
        return count


def check(stream):
    """Looks at every operation of the next pickle in a stream, and goes back to where it began."""
    start, stack = stream.tell(), _Stack()
    for operation, argument, _ in pickletools.genops(stream):
        if operation.name not in OPERATIONS:
            raise ConversionError(f"the checkpoint uses {operation.name}, which no tensor needs")
        if operation.name == "LONG_BINPUT" and argument > MOST_MEMORIES:
            raise ConversionError(
                f"expected at most {MOST_MEMORIES} memories, found number {argument}")
        try:
            stack.follow(operation, argument)
        except (IndexError, KeyError, TypeError):
            raise ConversionError(
                f"the checkpoint is damaged: {operation.name} finds nothing to work on") from None
    stream.seek(start)
