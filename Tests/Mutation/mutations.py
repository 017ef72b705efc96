"""Rewrites Swift sources so that each decision in them can be changed while the program runs.

No expression has to be understood: each place gets an operator or a method of its own, which does
what it did before unless its mutant is chosen.
"""

import re

# Comparisons stand between spaces; what stands between others is a generic parameter.
COMPARISON = re.compile(r"(?<=\s)(<=|>=|==|!=|<|>)(?=\s)")
NEGATION = re.compile(r"(?<=[\s(])!(?=[\w(.])")
QUESTION = re.compile(r"(?<=[\w)])\.is[A-Z]\w*\b(?![\w(:])(?!\s*=\s)")
CONTAINS = re.compile(r"(?<=[\w)\]])\.contains\s*[({]")
APPEND = re.compile(r"(?<=[\w)\]])\.append(?=\()")
EXTREME = re.compile(r"(?<![\w.])(min|max)(?=\()")
# The conditions of a line that opens a block, and one that is an answer by itself.
CONDITIONS = re.compile(r"^\s*(?:guard|(?:\} else )?if) (.*?)(?:(?: else)? \{.*|,)?$")
BINDING = re.compile(r"(let|var|case)\b")
CHECK = re.compile(r"^\s*try (?!self\.)[\w.]+\(.*\)$|\breason = \.\w+$")
THROW = re.compile(r"(?<=\s)(?=throw (?!CancellationError))")
WAY_OUT = re.compile(
    r"(?<=else \{ )(?=return\b)|(?<=\s)(?=return nil$|throw CancellationError)")

STRINGS = re.compile(r'"(?:\\.|[^"\\])*"')
SKIPPED = re.compile(r"^\s*(///|//|#|@|import |(public |private |package |fileprivate )*extension )")
CONSTRAINED = re.compile(
    r"\b(func|init|subscript|struct|actor)\b.*\bwhere\b|^where |\bfunc\s+[<>=!]")

STRICTER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def closing(line, start):
    """Where the bracket is closed that was opened just before a place; None on another line."""
    depth = 1
    for index in range(start, len(line)):
        depth += (line[index] in "([{") - (line[index] in ")]}")
        if depth == 0:
            return index + 1
    return None


def clauses(line):
    """Where the conditions of a line stand that bind nothing."""
    found = CONDITIONS.match(line)
    if not found:
        return []
    places, start, depth = [], found.start(1), 0
    for index in range(start, found.end(1) + 1):
        if index == found.end(1) or (line[index] == "," and depth == 0):
            if depth == 0 and not BINDING.match(line, start):
                places.append((start, index))
            start = index + 2
        else:
            depth += (line[index] in "([{") - (line[index] in ")]}")
    return places


class Mutant:
    """One change at one place."""

    def __init__(self, number, file, line, before, text, change):
        self.number, self.file, self.line = number, file, line
        self.before, self.text, self.change = before, text, change


class Mutations:
    """The mutants of some files, and the declarations that switch them."""

    def __init__(self):
        self.mutants = []
        self.declarations = []
        self._places = 0

    def rewrite(self, file, source):
        """The source with every place switchable."""
        lines, rewritten, is_built = source.split("\n"), [], True
        for index, (line, before) in enumerate(zip(lines, [""] + lines)):
            # The tests are built with every trait, and so without what stands behind `#else`.
            is_built = (is_built or line.strip() == "#endif") and line.strip() != "#else"
            rewritten.append(self._line(file, index + 1, line, before) if is_built else line)
        return "\n".join(rewritten)

    def _line(self, file, number, line, before):
        if SKIPPED.match(line) or CONSTRAINED.search(line):
            return line
        # Strings are blanked out for the search, comments cut off.
        searched = STRINGS.sub(lambda found: " " * len(found.group()), line)
        searched = searched.split("//")[0]
        found = []
        for pattern, make in [
            (COMPARISON, self._comparison), (NEGATION, self._negation),
            (QUESTION, self._question), (APPEND, self._append),
            (EXTREME, self._extreme), (THROW, self._throw), (WAY_OUT, self._way_out),
        ]:
            found += [(match, make) for match in pattern.finditer(searched)]
        places = [(match.start(), match.end(), make) for match, make in found]
        for match in CONTAINS.finditer(searched):
            end = closing(searched, match.end())
            if end is not None:
                places.append((end, end, self._contains))
        # A closure of one line gives back what it tries.
        checks = [] if before.endswith(" in") else CHECK.finditer(searched)
        whole = [(*check.span(), self._check) for check in checks]
        whole += [(start, end, self._clause) for start, end in clauses(searched)]
        places += [
            (start, end, make) for start, end, make in whole
            if not any(start <= inner <= end for inner, _, _ in places)]
        place = (file, number, before.strip(), line.strip())
        for start, end, make in sorted(places, reverse=True, key=lambda entry: entry[:2]):
            line = line[:start] + make(line[start:end], place) + line[end:]
        return line

    def _mutant(self, place, change):
        mutant = Mutant(len(self.mutants) + 1, *place, change)
        self.mutants.append(mutant)
        return f"mutant({mutant.number})"

    def _operator(self):
        """An operator that nobody else uses, of two mathematical signs."""
        self._places += 1
        return chr(0x2201 + self._places // 200) + chr(0x2201 + self._places % 200)

    def _name(self, name):
        self._places += 1
        return f"{name}_{self._places}"

    def _forced(self, text, place):
        always = self._mutant(place, f"{text} always true")
        never = self._mutant(place, f"{text} always false")
        return f"if {always} {{ return true }}\n  if {never} {{ return false }}"

    def _comparison(self, text, place):
        sign, forced = self._operator(), self._forced(text, place)
        if text in STRICTER:
            other = STRICTER[text]
            kind = "Comparable"
            forced += f"\n  if {self._mutant(place, f'{text} becomes {other}')} {{ return a {other} b }}"
        else:
            kind = "Equatable"
            self.declarations.append(
                f"func {sign} <T>(a: T?, b: _OptionalNilComparisonType) -> Bool {{\n"
                f"  {forced}\n  return a {text} nil\n}}")
            self.declarations.append(
                f"func {sign} <T: Equatable, U: Equatable>(a: (T, U), b: (T, U)) -> Bool {{\n"
                f"  {forced}\n  return a {text} b\n}}")
        self.declarations.append(
            f"infix operator {sign}: ComparisonPrecedence\n"
            f"func {sign} <T: {kind}>(a: T, b: T) -> Bool {{\n  {forced}\n  return a {text} b\n}}")
        return sign

    def _negation(self, text, place):
        sign = self._operator()
        self.declarations.append(
            f"prefix operator {sign}\nprefix func {sign} (a: Bool) -> Bool {{\n"
            f"  {self._forced(text, place)}\n  return !a\n}}")
        return sign

    def _question(self, text, place):
        return text + self._answer(text[1:], place)

    def _contains(self, _, place):
        return self._answer("contains", place)

    def _answer(self, name, place):
        """A postfix operator for an answer."""
        sign = self._operator()
        self.declarations.append(
            f"postfix operator {sign}\npostfix func {sign} (a: Bool) -> Bool {{\n"
            f"  {self._forced(name, place)}\n  return a\n}}")
        return sign

    def _append(self, text, place):
        name = self._name("append")
        self.declarations.append(
            f"extension RangeReplaceableCollection {{\n  mutating func {name}(_ a: Element) {{\n"
            f"  if !{self._mutant(place, 'append left out')} {{ append(a) }}\n  }}\n}}")
        return "." + name

    def _extreme(self, text, place):
        name, other = self._name(text), {"min": "max", "max": "min"}[text]
        self.declarations.append(
            f"func {name}<T: Comparable>(_ a: T, _ b: T) -> T {{\n"
            f"  {self._mutant(place, f'{text} becomes {other}')} ? {other}(a, b) : {text}(a, b)\n}}")
        return name

    def _clause(self, text, place):
        name = self._name("clause")
        self.declarations.append(
            f"func {name}(_ a: Bool) -> Bool {{\n  {self._forced(text, place)}\n  return a\n}}")
        return f"{name}({text})"

    def _check(self, text, place):
        name = self._name("check")
        self.declarations.append(
            f"var {name}: Bool {{ !{self._mutant(place, 'check left out')} }}")
        return f"if {name} {{ {text} }}"

    def _throw(self, _, place):
        name = self._name("other")
        self.declarations.append(
            f"func {name}() throws(LivenessError) {{\n"
            f"  if {self._mutant(place, 'another error')} {{ throw .policyFile(\"\") }}\n}}")
        return f"try {name}(); "

    def _way_out(self, _, place):
        """Ends the process, which shows whether a test comes this way."""
        name = self._name("leave")
        self.declarations.append(
            f"func {name}() {{\n  if {self._mutant(place, 'end of the process')} {{ exit(1) }}\n}}")
        return f"{name}(); "

    def switch(self):
        """The file that holds the switch and the declarations."""
        return (
            "import Glibc\n\n"
            "private let chosen: Int =\n"
            '  if let number = unsafe getenv("LIVENESS_MUTANT") { unsafe Int(atol(number)) }'
            " else { 0 }\n\n"
            "@inline(__always) private func mutant(_ number: Int) -> Bool { number == chosen }\n\n"
            + "\n\n".join(self.declarations) + "\n")
