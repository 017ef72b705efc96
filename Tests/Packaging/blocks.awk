# Takes the code blocks out of Markdown files, one file each, into the folder `out`.
#
# Swift becomes a function, manifests and everything else are kept as they are. In the line before a
# block, `<!-- not run: REASON -->` leaves it out, `<!-- compiled: REASON -->` does not run Swift; a
# comment `<!-- setup` … `-->` has code that the
# reader is spared. Each file is named in `out`/index, behind its language and before its place.

function finish(    name) {
  name = sprintf("%03d", ++count)
  place = FILENAME ":" start
  sub("^" root "/", "", place)
  if (language == "swift" && body ~ /swift-tools-version/) language = "manifest"
  if (skipped == "" && language ~ /^(yaml|)$/) skipped = language == "" ? "text" : language
  if (skipped == "text") {
    # What a program prints, or a formula.
  } else if (skipped != "") {
    print "Left out (" skipped "): " place
  } else {
    if (language == "swift")
      body = imports "struct Snippet" name ": Snippet {\n  let place = \"" place "\"\n" \
        "  func " (compiled ? "shown" : "run") "() async throws {\n" setup body "  }\n" \
        (compiled ? "  func run() {}\n" : "") "}\n"
    else
      body = setup body
    printf "%s", body >(out "/" name "." language)
    print language, name, place >(out "/index")
  }
  skipped = setup = imports = compiled = ""
}

/^<!-- not run: / { skipped = $0; sub(/^<!-- not run: /, "", skipped); sub(/ -->$/, "", skipped); next }
/^<!-- compiled: / { compiled = 1; next }
/^<!-- setup$/ { in_setup = 1; next }
in_setup && /^-->$/ { in_setup = 0; next }
in_setup && /^import [A-Za-z]+$/ { imports = imports $0 "\n"; next }
in_setup { setup = setup $0 "\n"; next }
/^ *```/ {
  if (inside) { inside = 0; finish(); next }
  inside = 1
  language = $0
  sub(/^ *```/, "", language)
  start = FNR
  body = ""
  next
}
inside && language == "swift" && body !~ /tools-version/ &&
    /^(public |@testable )?import [A-Za-z]+$/ {
  imports = imports $0 "\n"
  next
}
inside { body = body $0 "\n" }
