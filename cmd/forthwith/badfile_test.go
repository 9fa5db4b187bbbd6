package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"forthwith/schema"
)

const goodDraft = "header: {addressees: [XB]}\nbody:\n  bases: [Article 2]\n  nature: {type: Transport Event}\n  occurred: {at: \"2026-11-23T05:58:00Z\", estimated: true}\n"

// atLatitude is goodDraft with a value in the place of a latitude.
func atLatitude(value string) string {
	return goodDraft + "  location: {name: Lissa, longitude: 4.2, latitude: " + value + "}\n"
}

// TestBadFilesAreRefusedByNameAndPlace: each says what to do, and where.
func TestBadFilesAreRefusedByNameAndPlace(t *testing.T) {
	packed := func(s string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(s))
		w.Close()
		return b.String()
	}
	utf16le := func(s string) string {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	for _, tt := range []struct{ name, doc, code, place string }{
		{"one anchor and many aliases", "a: &a text\nb: [" + strings.Repeat("*a,", 99) + "]\n", "aliases", "line 1:4"},
		{"aliases of aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "aliases", "line 1:4"},
		{"an alias of itself", "a: &a [*a]\n", "aliases", "line 1:4"},
		{"an alias of nothing", goodDraft + "  text: *nothing\n", "aliases", "line 6:9"},
		{"a merge key", goodDraft + "  <<: {text: x}\n", "aliases", "line 6:3"},
		{"1,000 levels of lists", strings.Repeat("- ", 1000), "too-deep", "line 1:65"},
		{"1,000 levels of fields", strings.Repeat("{a: ", 1000), "too-deep", "line 1:129"},
		{"levels by indenting", indented(40), "too-deep", "line 33:34"},
		{"10,000 levels in JSON", strings.Repeat("[", 10000) + strings.Repeat("]", 10000), "too-deep", "line 1:34"},
		{"levels in JSON", strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40), "too-deep", "line 1:162"},
		{"a list without end", strings.Repeat("[", 10001), "oversized", "line 1:10001"},
		{"not a number", atLatitude(".nan"), "number", "line 6:53"},
		{"infinite", atLatitude("-.inf"), "number", "line 6:53"},
		{"10^400", atLatitude("1e400"), "form", "line 6:53"},
		{"10^400 with a point", atLatitude("1.0e+400"), "form", "line 6:53"},
		{"100,000 digits in JSON", `{"header":{"kind":"request","sequence":` + strings.Repeat("9", 100000) + "}}", "form", "line 1:40"},
		{"60,000 digits", atLatitude(strings.Repeat("9", 60000)), "form", "line 6:53"},
		{"hexadecimal", atLatitude("0x1F"), "number", "line 6:53"},
		{"octal as in YAML 1.1", atLatitude("010"), "number", "line 6:53"},
		{"octal as in YAML 1.2", atLatitude("0o17"), "number", "line 6:53"},
		{"binary", atLatitude("0b11"), "number", "line 6:53"},
		{"digits in groups", atLatitude("1_0"), "number", "line 6:53"},
		{"base 60", atLatitude("1:30"), "form", "line 6:53"},
		{"a text that a tag calls a number", atLatitude("!!float unknown"), "tags", "line 6:53"},
		{"a text that a tag calls an integer", atLatitude("!!int x"), "tags", "line 6:53"},
		{"bytes", goodDraft + "  text: !!binary AAAA\n", "tags", "line 6:9"},
		{"a program", goodDraft + "  text: !!python/object/apply:os.system [ls]\n", "tags", "line 6:9"},
		{"a field twice", goodDraft + "  text: a\n  text: b\n", "syntax", "line 7:3"},
		{"a field twice in brackets", "{header: {}, header: {}}", "syntax", "line 1:14"},
		{"a field twice in JSON", "{\n \"header\": {},\n \"header\": {}}", "duplicate-field", "line 2:12"},
		{"a complex field", "? [a, b]\n: c\n", "syntax", "line 1:1"},
		{"a long field", strings.Repeat("k", 50000) + ": 1\n", "unknown-field", "line 1:1"},
		{"a long field of a long field", strings.Repeat("k", 65) + ":\n  a: 1\n", "unknown-field", "line 1:1"},
		{"a field with a bracket", "header: {}\n\"~a/b[0\": x\n", "unknown-field", "line 2:11"},
		{"a field of dots and stars", goodDraft + "  a.*[]: 1\n", "unknown-field", "line 6:10"},
		{"UTF-16", utf16le(goodDraft), "encoding", "line 1:1"},
		{"Latin-1", goodDraft + "  text: caf\xe9\n", "encoding", "line 6:12"},
		{"an overlong zero", goodDraft + "  text: \xc0\x80\n", "encoding", "line 6:9"},
		{"half of a character beyond 16 bits", goodDraft + "  text: \xed\xa0\xbd\n", "encoding", "line 6:9"},
		{"a zero byte", goodDraft + "  text: a\x00b\n", "encoding", "line 6:10"},
		{"an escape for a terminal", goodDraft + "  text: \x1b[31m\n", "encoding", "line 6:9"},
		{"gzip", packed(goodDraft), "compressed", "line 1:1"},
		{"gzip of a megabyte of blanks", packed(strings.Repeat(" ", 1<<20)), "compressed", "line 1:1"},
		{"zip", "PK\x03\x04" + goodDraft, "compressed", "line 1:1"},
		{"two documents", goodDraft + "---\n" + goodDraft, "syntax", "line 6:1"},
		{"1,000 documents", strings.Repeat("--- a\n...\n", 1000), "syntax", "line 3:1"},
		{"tabs", "header:\n\taddressees: [XB]\n", "syntax", "line 2:1"},
		{"a comma for a value", "[" + strings.Repeat(",", 5000) + "]", "syntax", "line 1:2"},
		{"JSON that ends early, and is large", `{"header": {}, "body": "` + strings.Repeat("x", 70<<10), "syntax", ""},
		{"YAML of 64 KiB", goodDraft + strings.Repeat("#\n", 40<<10), "oversized", "line 1:1"},
	} {
		f := judgeFile([]byte(tt.doc), schema.Live)
		if f.message != nil && f.found.Err() == nil || len(f.found) == 0 || f.where == nil {
			t.Errorf("%s: taken, %v", tt.name, f.found)
			continue
		}
		v := f.found[0]
		if at := f.where(v.Pointer); v.Code != tt.code || tt.place != "" && at != tt.place {
			t.Errorf("%s: %s: %.200s, want %s at %s", tt.name, at, v, tt.code, tt.place)
		}
		if len(f.found) != 1 || strings.ContainsAny(v.Text, "\n\x00\x1b") || len(v.Text) > 300 {
			t.Errorf("%s: %.400q", tt.name, f.found)
		}
	}
}

// indented is n fields in each other.
func indented(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// TestFilesOfOthersAreRead: what other programs write for the same message.
func TestFilesOfOthersAreRead(t *testing.T) {
	want := judgeFile([]byte(goodDraft), schema.Live)
	if want.message == nil || want.found.Err() != nil {
		t.Fatal(want.found)
	}
	for name, doc := range map[string]string{
		"with a byte order mark": "\ufeff" + goodDraft,
		"with CRLF":              strings.ReplaceAll(goodDraft, "\n", "\r\n"),
		"with a beginning":       "# a comment\n---\n" + goodDraft,
		"with an end":            goodDraft + "...\n",
		"with blanks":            "\n\n" + goodDraft + "\n  \n",
		"JSON with a byte order mark": "\ufeff" + `{"header": {"addressees": ["XB"]}, "body": {"bases": ["Article 2"], "nature": {"type": "Transport Event"},
			"occurred": {"at": "2026-11-23T05:58:00Z", "estimated": true}}}`,
		"brackets without quotes": `{header: {addressees: [XB]}, body: {bases: [Article 2], nature: {type: Transport Event}, occurred: {at: "2026-11-23T05:58:00Z", estimated: true}}}`,
	} {
		f := parseFile([]byte(doc), schema.KindNotification)
		if f.message == nil {
			t.Errorf("%s: %v", name, f.found)
			continue
		}
		got, _ := schema.Canonical(f.message)
		if b, _ := schema.Canonical(want.message); !bytes.Equal(got, b) {
			t.Errorf("%s reads as\n%s\nwant\n%s", name, got, b)
		}
	}
	// What YAML escapes and JSON does not know, or the other way round.
	for text, want := range map[string]string{
		`"a\x7fb"`: "a\x7fb", `"a\vb"`: "a\vb", `"\e"`: "\x1b", "\U000E0067": "\U000E0067", `"\U000E0067"`: "\U000E0067", `"a\u200Bb"`: "a\u200bb", `"<&>\/"`: "<&>/",
	} {
		f := parseFile([]byte(goodDraft+"  text: "+text+"\n"), schema.KindNotification)
		if f.message == nil || f.message.Body.(*schema.Notification).Text != want {
			t.Errorf("%s: %v", text, f.found)
		}
	}
}

// TestNoMoreFaultsThanCanBeRead: to place each of thousands took minutes.
func TestNoMoreFaultsThanCanBeRead(t *testing.T) {
	doc := `{"header":{"kind":"information","addressees":["XA"]},"body":{"measures":{"availability":"provided","details":{"actions":[{}` + strings.Repeat(",{}", 5000) + `]}}}}`
	f := judgeFile([]byte(doc), schema.Live)
	n := len(f.found)
	if n != mostFaults+1 || f.found[mostFaults].Code != "too-many-faults" {
		t.Fatalf("%d faults, at last %v", n, f.found[n-1])
	}
	if all := judge([]byte(doc), schema.Live); f.found.Errors() != all.found.Errors() || f.found[:f.found.Errors()].Errors() != f.found.Errors() {
		t.Errorf("%d errors of %d are named, not all first", f.found.Errors(), all.found.Errors())
	}
}

// worstFiles are files of about n bytes that are made to take memory or time.
func worstFiles(n int) map[string]string {
	rep := func(s string) string { return strings.Repeat(s, n/len(s)) }
	num := func(f string) string {
		var b strings.Builder
		for i := 0; b.Len() < n-16; i++ {
			fmt.Fprintf(&b, f, i)
		}
		return b.String()
	}
	long := strings.Repeat("k", maxYAMLKey)
	under := ""
	for i := range schema.MaxDepth - 2 {
		under += strings.Repeat(" ", i) + long + ":\n"
	}
	return map[string]string{
		"brackets": rep("["), "brackets that close": strings.Repeat("[", n/2) + strings.Repeat("]", n/2), "braces": rep("{"), "braces of fields": rep("{a: "), "JSON braces": rep(`{"a":`),
		"lists in lists": rep("- "), "question marks": rep("? "), "tags": rep("!a "), "anchors": rep("&a "), "aliases": rep("*a "), "fields in a row": rep("a: "), "colons": rep(": "), "lone colons": rep(":"),
		"quotes": rep(`"" `), "an open quote": `"` + rep("x"), "an open single quote": "'" + rep("''"), "commas": "[" + rep(","), "pipes": rep("|\n"), "directives": rep("%a b\n"),
		"documents": rep("---\n"), "documents that end": rep("--- a\n...\n"), "digits": "a: " + rep("9"), "digits of a fraction": "a: 0." + rep("9"), "hexadecimal digits": "a: 0x" + rep("f"), "zeros": "a: " + rep("0"),
		"fields": num("k%d: 1\n"), "fields in braces": "{" + num("k%d: 1, ") + "}", "JSON fields": "{" + num(`"k%d":1,`) + `"z":1}`, "one field": rep("k: 1\n"), "one JSON field": "{" + rep(`"k":1,`) + `"z":1}`,
		"fields under long ones": under + strings.ReplaceAll("\n"+num("k%d: 1\n"), "\n", "\n"+strings.Repeat(" ", schema.MaxDepth)),
		"an entry in each line":  rep("- a\n"), "entries": "[" + rep("a,") + "a]", "lists of lists": rep("- - - a\n"), "comments": rep("# a\n") + "a: 1", "comments in a field": "a:\n" + rep("  # a\n") + "  b: 1",
		"empty lines": rep("\n") + "a: 1", "blanks": rep(" ") + "a: 1", "tabs": "a: " + rep("\t") + "1", "CR": rep("\r"), "CRLF": rep("a: 1\r\n"),
		"lines of a text": "a: |\n" + rep("  x\n"), "folded lines": "a: >\n" + rep("  x\n"), "empty folded lines": "a: >\n" + rep("\n") + "  x", "plain lines": "a: x\n" + rep("  x\n"), "escapes": `a: "` + rep(`\x41`) + `"`, "quoted lines": `a: "` + rep("x\n ") + `"`,
		"bytes": "a: !!binary " + rep("AAAA"), "NUL": rep("\x00"), "no UTF-8": rep("\xff"), "a long field": rep("k") + ": 1", "parties that are none": "header: {addressees: [" + rep("no,") + "no]}",
		"addressees": "header: {kind: notification, addressees: [" + rep("xa,") + "XB]}\nbody: {}", "empty actions": "header: {kind: information, addressees: [XA]}\nbody: {measures: {availability: provided, details: {actions: [" + rep("{}, ") + "{}]}}}",
		"empty JSON actions": `{"header": {"kind": "information"},"body": {"measures": {"availability": "provided", "details": {"actions": [` + rep("{},") + `{}]}}}}`,
		"one anchor":         "a: &a " + strings.Repeat("x", n/2) + "\nb: [" + strings.Repeat("*a,", n/6) + "]\n", "an envelope": `{"payloadType":"` + rep("a") + `"}`, "a JSON text": `{"header":{"kind":"notification"},"body":{"text":"` + rep("a") + `"}}`,
	}
}

// TestWorstFilesTakeLessThan64MB: of each size, because the limits are different
// ones. All that is allocated bounds what is held at any time, and the time.
func TestWorstFilesTakeLessThan64MB(t *testing.T) {
	for _, n := range []int{4 << 10, 16 << 10, 24 << 10, 32 << 10, 48 << 10, maxYAML - 4096, 128 << 10, schema.MaxEnvelope - 4096} {
		for name, doc := range worstFiles(n) {
			var f parsedFile
			took := allocated(func() {
				f = judgeFile([]byte(doc), schema.Live)
				printViolations(new(bytes.Buffer), f.found, f.where)
			})
			if took > 20e6 {
				t.Logf("%-26s %7d bytes: %5.1f MB", name, len(doc), float64(took)/1e6)
			}
			if took > 64e6 {
				t.Errorf("%s of %d bytes: %d bytes allocated", name, len(doc), took)
			}
			if f.found.Err() == nil {
				t.Errorf("%s of %d bytes is taken", name, len(doc))
			}
		}
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// FuzzJudgeFile holds the reading of files to what it says: a message or errors;
// each fault has a code, a sentence and a place; a message that is read is written
// as JSON and read as the same; nothing takes more than 64 MB.
func FuzzJudgeFile(f *testing.F) {
	files, err := filepath.Glob("../../schema/testdata/event/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(goodDraft))
	placed := regexp.MustCompile(`^line [1-9][0-9]*:[1-9][0-9]*$`)
	f.Fuzz(func(t *testing.T, b []byte) {
		var file parsedFile
		took := allocated(func() { file = judgeFile(b, schema.Live) })
		for _, v := range file.found {
			if v.Code == "" || v.Text == "" || v.Severity != schema.SeverityError && v.Severity != schema.SeverityWarning {
				t.Fatalf("%+v", v)
			}
			if file.where != nil && !placed.MatchString(file.where(v.Pointer)) {
				t.Fatalf("%v is at %q", v, file.where(v.Pointer))
			}
		}
		if formOf(b) != formMessage {
			return
		}
		if took > 64e6 {
			t.Fatalf("%d bytes allocated", took)
		}
		if file.where == nil && len(file.found) > 0 {
			t.Fatalf("no place for %v", file.found)
		}
		read := parseFile(b, schema.KindNotification)
		if (read.message == nil) != (read.found.Err() != nil) {
			t.Fatalf("%+v, %v", read.message, read.found)
		}
		if read.message == nil {
			return
		}
		written, _, err := writeJSON(read.message)
		if err != nil {
			t.Fatal(err)
		}
		if len(written) > schema.MaxEnvelope {
			return // with its blanks
		}
		again := parseFile(written, "")
		if again.message == nil {
			t.Fatalf("%s is not read: %v", written, again.found)
		}
		if twice, _, err := writeJSON(again.message); err != nil || !bytes.Equal(twice, written) {
			t.Fatalf("%s becomes %s, %v", written, twice, err)
		}
		if _, err := schema.Canonical(again.message); err != nil {
			t.Fatal(err)
		}
	})
}

// TestNestingIsCounted for each way in which things stand in each other.
func TestNestingIsCounted(t *testing.T) {
	for _, level := range []string{"[", "{a: ", "- "} {
		for _, n := range []int{schema.MaxDepth, schema.MaxDepth + 1} {
			f := parseFile([]byte(strings.Repeat(level, n)), "")
			if deep := f.found[0].Code == "too-deep"; deep != (n > schema.MaxDepth) {
				t.Errorf("%d of %q: %v", n, level, f.found)
			}
		}
	}
	for n, deep := range map[int]bool{schema.MaxDepth / 2: false, schema.MaxDepth/2 + 1: true} {
		doc := ""
		for i := range n {
			doc += strings.Repeat(" ", i) + "a:\n" + strings.Repeat(" ", i) + "-\n"
		}
		if f := parseFile([]byte(doc), ""); (f.found[0].Code == "too-deep") != deep {
			t.Errorf("%d lists in the columns of their fields: %v", n, f.found)
		}
	}
}
