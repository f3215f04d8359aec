# Reads one TRX file (an XML test report) and prints one tab-separated line a result:
#   result  passed|failed|skipped  name  reason
# Line breaks inside a reason are printed as the two characters \n. Works with mawk and gawk.
BEGIN { RS = "<" }

function unescape(text) {
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&apos;/, "'", text)
    gsub(/&#x[dD];/, "", text)
    gsub(/&#x[aA];/, "\n", text)
    gsub(/&#x9;|\t/, " ", text)
    gsub(/&amp;/, "\\&", text)
    gsub(/\r/, "", text)
    gsub(/\n/, "\\n", text)
    return text
}

function attribute(tag, name,    start, rest) {
    start = index(tag, " " name "=\"")
    if (start == 0) return ""
    rest = substr(tag, start + length(name) + 3)
    return unescape(substr(rest, 1, index(rest, "\"") - 1))
}

function content(tag) {
    return unescape(substr(tag, index(tag, ">") + 1))
}

function finish(    kind) {
    if (name == "") return
    kind = "failed"
    if (outcome == "Passed") kind = "passed"
    if (outcome == "NotExecuted") kind = "skipped"
    if (outcome == "NotRunnable") {
        kind = "skipped"
        reason = "long: run by ./selvedge test --long"
    }
    printf "result\t%s\t%s\t%s\n", kind, name, (kind == "passed" ? "" : reason)
    name = ""
}

/^UnitTestResult / {
    name = attribute($0, "testName")
    outcome = attribute($0, "outcome")
    reason = ""
    if ($0 ~ /\/>[ \t\r\n]*$/) finish()
}

# A skipped test tells its reason in its output, a failed one in its message and stack.
/^StdOut>/ { if (outcome == "NotExecuted") reason = content($0) }
/^Message>/ { reason = content($0) }
/^StackTrace>/ { if (outcome != "NotExecuted") reason = reason "\\n" content($0) }
/^\/UnitTestResult>/ { finish() }
