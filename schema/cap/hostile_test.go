package cap_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"forthwith/schema"
	"forthwith/schema/cap"
)

const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func TestWhatIsNoAlertIsRefusedByName(t *testing.T) {
	alert := fixture(t, "valid/alert.cap.xml")
	bare := strings.TrimPrefix(alert, xmlDeclaration)
	edit := func(pairs ...string) string { return fixture(t, "valid/alert.cap.xml", pairs...) }
	update := func(pairs ...string) string { return fixture(t, "valid/update.cap.xml", pairs...) }
	laughs := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY l3 "&l2;&l2;&l2;&l2;&l2;&l2;&l2;&l2;">]>`
	embed := func(content string) string {
		return edit("<digest>0123456789abcdef0123456789abcdef01234567", "<derefUri>"+content+"</derefUri><digest>0123456789abcdef0123456789abcdef01234567")
	}
	const (
		polygon = "<polygon>56.1000,4.2000 56.1156,4.3564 56.0310,4.3020 56.1000,4.2000</polygon>"
		circle  = "<circle>56.1000,4.2000 10</circle>"
		key     = "notify@nde.example,nde-0199c7a2-0000-7000-8000-0123456789ab,2026-11-23T06:40:00-00:00"
		uri     = "<uri>https://node.nde.example/v1/notifications/0199c7a2-0000-7000-8000-0123456789ab/irix</uri>"
	)

	o := newOpinions(t)
	for _, tt := range []struct {
		name, code, doc string
		ours            bool // refused by us although XML and XSD allow it
	}{
		{"nothing", "not-xml", "", false},
		{"words", "not-xml", "We regret to inform you", false},
		{"JSON", "not-xml", `{"alert":{}}`, false},
		{"a gzip", "compressed", zipped(strings.Repeat(alert, 1000)), false},
		{"more than 2 MiB", "oversized", alert + strings.Repeat("\n", cap.MaxAlert), true},
		{"billion laughs", "doctype", xmlDeclaration + laughs + strings.Replace(bare, "NDE-2026-EX-004", "&l3;", 1), false},
		{"an external entity", "doctype", xmlDeclaration + `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(bare, "NORTHSTAR-26", "&x;", 1), false},
		{"a plain DOCTYPE", "doctype", xmlDeclaration + `<!DOCTYPE alert>` + bare, true},
		{"an entity of nobody", "not-well-formed", edit("NORTHSTAR", "&lol;"), false},
		{"20,000 levels", "too-deep", edit("<area>", strings.Repeat("<area>", 20000)), false},
		{"20,000 levels in a signature", "too-deep", edit("</alert>", `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">`+strings.Repeat("<Object>", 20000)), false},
		{"more than 50,000 elements", "too-many-elements", edit("<note>", strings.Repeat("<code>x</code>", cap.MaxElements)+"<note>"), true},
		{"ISO-8859-1 declared", "encoding", strings.Replace(alert, "UTF-8", "ISO-8859-1", 1), true},
		{"ISO-8859-1 undeclared", "encoding", edit("Exercise NPP", "\xc4lmaraz"), false},
		{"UTF-16", "encoding", utf16le(strings.Replace(alert, "UTF-8", "UTF-16", 1)), true},
		{"UTF-7 declared", "encoding", strings.Replace(alert, "UTF-8", "UTF-7", 1), false},
		{"two byte order marks", "encoding", "\xef\xbb\xbf\xef\xbb\xbf" + alert, false},
		{"a NUL", "encoding", edit("NORTHSTAR", "NORTH\x00STAR"), false},
		{"a control character", "not-well-formed", edit("NORTHSTAR", "NORTH\x1b[31mSTAR"), false},
		{"a control character as a reference", "not-well-formed", edit("NORTHSTAR", "NORTH&#27;STAR"), false},
		{"XML 1.1", "xml-declaration", strings.Replace(alert, `version="1.0"`, `version="1.1"`, 1), true},
		{"two alerts", "after-alert", alert + bare, false},
		{"trailing text", "after-alert", alert + "thanks", false},
		{"cut off", "not-well-formed", alert[:len(alert)-8], false},
		{"a processing instruction", "processing-instruction", xmlDeclaration + `<?php echo 1 ?>` + bare, true},
		{"a stylesheet inside", "processing-instruction", edit("<info>", `<?xml-stylesheet href="x.xsl"?><info>`), true},
		{"an XInclude", "unknown-element", edit("<info>", `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/><info>`), false},
		{"an undeclared prefix", "prefix-undeclared", edit("<info>", "<x:info/><info>"), false},

		{"CAP 1.1", "cap-version", strings.ReplaceAll(alert, "cap:1.2", "cap:1.1"), false},
		{"CAP 1.0", "cap-version", strings.Replace(alert, "urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0", 1), false},
		{"a namespace of nobody", "namespace", strings.ReplaceAll(alert, "cap:1.2", "cap:1.3"), false},
		{"an EDXL distribution", "not-an-alert", `<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"/>`, false},
		{"an Atom feed", "not-an-alert", `<feed xmlns="http://www.w3.org/2005/Atom"/>`, false},
		{"an IRIX report", "not-an-alert", `<Report xmlns="http://www.iaea.org/2012/IRIX/Format"/>`, false},
		{"a child without a namespace", "namespace", edit("<note>", `<note xmlns="">`), false},
		{"a foreign child", "unknown-element", edit("<info>", `<x:y xmlns:x="urn:evil"/><info>`), false},
		{"a signature before info", "element-order", edit("<info>", `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/><info>`), true}, // of libxml2, not of the schema
		{"nine signatures", "element-twice", edit("</alert>", strings.Repeat(`<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`, 9)+"</alert>"), true},
		{"65 attributes", "too-many-attributes", edit("<info>", "<info"+strings.Repeat(` a=""`, 65)+">"), false},
		{"a second identifier", "element-twice", edit("<sender>", "<identifier>b</identifier><sender>"), false},
		{"children in the wrong order", "element-order", edit("<status>Exercise</status>", "", "<source>", "<status>Exercise</status><source>"), false},
		{"no category", "element-missing", edit("<category>CBRNE</category>", "", "<category>Env</category>", ""), false},
		{"a value without a name", "element-missing", edit("<valueName>OET:v1.2</valueName>", ""), false},
		{"text between elements", "misplaced-text", edit("<info>", "!<info>"), false},
		{"an element inside a value", "unknown-element", edit("NORTHSTAR-26", "<b>NORTHSTAR-26</b>"), false},
		{"an attribute", "unknown-attribute", edit("<info>", `<info id="a">`), false},
		{"xsi:nil", "unknown-attribute", edit("<info>", `<info xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false">`), false},

		{"spaces around a status", "not-in-list", edit("<status>Exercise", "<status> Exercise"), false},
		{"an empty status", "not-in-list", edit("<status>Exercise", "<status>"), false},
		{"an empty responseType", "not-in-list", edit("<responseType>Monitor", "<responseType>"), false},
		{"an empty identifier", "empty", edit("<identifier>nde-0199c7a2-0000-7000-8000-0123456789ab", "<identifier>"), true},
		{"an empty event", "empty", edit("<event>radioactive material release", "<event> "), true},
		{"an ampersand in a sender", "sender", edit("<sender>notify@", "<sender>a&amp;notify@"), true},
		{"a newline in an identifier", "identifier", edit("<identifier>", "<identifier>\n"), true},
		{"UTC as Z", "time", edit("06:40:00-00:00", "06:40:00Z"), false},
		{"the thirtieth of February", "time", edit("2026-11-23T06:40", "2026-02-30T06:40"), false},
		{"an offset of 15 hours", "time", edit("06:40:00-00:00", "06:40:00-15:00"), false},
		{"an empty expires", "time", edit("<expires>2026-11-23T18:40:00-00:00", "<expires>"), false},
		{"a language of underscores", "language", edit("en-GB", "en_GB"), false},
		{"Private to nobody", "addresses-missing", edit("<scope>Restricted", "<scope>Private", "<restriction>For Addressees Use Only</restriction><addresses>iec.iaea.example cncan.nro.example</addresses>", ""), true},
		{"an open quotation mark", "quotes", edit("iec.iaea.example cncan", `"iec.iaea.example cncan`), true},
		{"addresses of quotation marks", "quotes", edit("iec.iaea.example cncan", `"""" cncan`), true},
		{"an address of nothing", "quotes", edit("iec.iaea.example cncan", `"" cncan`), true},
		{"an address that goes on after its quotes", "quotes", edit("iec.iaea.example cncan", `"iec"iaea cncan`), true},
		{"1001 addresses", "too-many", edit("iec.iaea.example cncan", strings.Repeat("a ", 1000)), true},
		{"an update of nothing", "references-missing", update("<references>"+key+"</references>", ""), true},
		{"an update of white space", "references-missing", update(key, " \n "), true},
		{"a reference of two parts", "reference", update(key, "notify@nde.example,nde-1"), true},
		{"a reference of four parts", "reference", update(key, key+",x"), true},
		{"a reference with UTC as Z", "reference", update("06:40:00-00:00</references>", "06:40:00Z</references>"), true},
		{"a reference without a sender", "reference", update(key, strings.TrimPrefix(key, "notify@nde.example")), true},

		{"an infinite size", "number", edit("<size>4821", "<size>INF"), false},
		{"a size of 10^400", "number", edit("<size>4821", "<size>1"+strings.Repeat("0", 400)), false},
		{"a negative size", "number", edit("<size>4821", "<size>-1"), true},
		{"a media type of one word", "mime-type", edit("<mimeType>application/xml", "<mimeType>xml"), true},
		{"a broken address", "uri", edit(uri, "<uri>http://a b/%zz</uri>"), false},
		{"an address with a password", "uri", edit(uri, "<uri>https://iaea.org:x@evil.example/</uri>"), true},
		{"a web page without a scheme", "uri-relative", edit("<contact>", "<web>www.nde.example</web><contact>"), true},
		{"an embedded file not in base64", "base64", embed("====!"), true},
		{"an embedded file with bits left over", "base64", embed("YWJ="), true},
		{"an embedded file of padding", "base64", embed(" \n"), true},
		{"an embedded file of another digest", "digest-differs", embed("YWJj"), true},
		{"an embedded file of more than 1 MiB", "content-too-long", embed(base64.StdEncoding.EncodeToString(make([]byte, cap.MaxContent+1))), true},
		{"a digest of SHA-256", "digest", edit("<digest>", "<digest>0123456789abcdef01234567"), true},

		{"an open polygon", "polygon-open", edit("56.0310,4.3020 56.1000,4.2000", "56.0310,4.3020 56.1000,4.2001"), true},
		{"a polygon of three points", "polygon-short", edit("56.1156,4.3564 56.0310,4.3020", "56.1156,4.3564"), true},
		{"an empty polygon", "polygon-short", edit(polygon, "<polygon>\n</polygon>"), true},
		{"a polygon of GeoJSON", "coordinate", edit(polygon, "<polygon>[[4.2,56.1],[4.3,56.1]]</polygon>"), true},
		{"a point that is not a number", "coordinate", edit("56.1156,", "NaN,"), true},
		{"an infinite point", "coordinate", edit("56.1156,", "Inf,"), true},
		{"a point with an exponent", "coordinate", edit("56.1156,", "5.6E1,"), true},
		{"a point of hexadecimal digits", "coordinate", edit("56.1156,", "0x38,"), true},
		{"a number of a million digits", "coordinate", edit("56.1156,", strings.Repeat("9", 1e6)+","), true},
		{"a number of 33 characters", "coordinate", edit("56.1156,", "56.1156"+strings.Repeat("0", 26)+","), true},
		{"a point outside the world", "coordinate", edit("56.1156,4.3564", "56.1156,180.1"), true},
		{"a point with a height", "coordinate", edit("56.1156,4.3564", "56.1156,4.3564,10"), true},
		{"longitude first, in the west", "coordinate-order", edit("56.1156,4.3564", "-104.3564,56.1156"), true},
		{"20,001 points", "too-many", edit(polygon, "<polygon>"+strings.Repeat("0,0 ", cap.MaxPoints+1)+"</polygon>"), true},
		{"a circle without a radius", "circle", edit(circle, "<circle>56.1,4.2</circle>"), true},
		{"a circle of an infinite radius", "circle", edit(circle, "<circle>56.1,4.2 INF</circle>"), true},
		{"a circle around more than the Earth", "radius", edit(circle, "<circle>56.1,4.2 20041</circle>"), true},
		{"a circle outside the world", "coordinate", edit(circle, "<circle>56.1,999 1</circle>"), true},
		{"a ceiling below the altitude", "ceiling-below-altitude", edit("</area>", "<altitude>100</altitude><ceiling>99.9</ceiling></area>"), true},
		{"an altitude with an exponent", "number", edit("</area>", "<altitude>1E3</altitude></area>"), false},
		{"an altitude that is not a number", "number", edit("</area>", "<altitude>NaN</altitude></area>"), false},
		{"an altitude of a hundred digits", "number", edit("</area>", "<altitude>"+strings.Repeat("1", 100)+"</altitude></area>"), false},
		{"a hundred faults", "too-many-faults", edit("<info>", strings.Repeat("<thing/>", 100)+"<info>"), false},
		{"a hundred broken rules", "too-many-faults", edit(polygon, strings.Repeat("<polygon>1,1</polygon>", 100)), true},
		{"a hundred broken references", "too-many-faults", update(key, strings.Repeat("a ", 100)), true},
	} {
		a, vs := cap.Decode([]byte(tt.doc))
		if a != nil {
			t.Errorf("%s: read", tt.name)
			continue
		}
		if found := codes(vs, schema.SeverityError); !slices.Contains(found, tt.code) || len(vs) > 100 {
			t.Errorf("%s: no %s in %d violations: %v", tt.name, tt.code, len(vs), vs)
		}
		for _, v := range vs {
			if v.Text == "" || !strings.HasPrefix(v.Pointer, "line ") || len(v.Pointer) > 300 || len(v.Text) > 1000 {
				t.Errorf("%s: %+v", tt.name, v)
			}
		}
		if len(tt.doc) < 1<<20 {
			o.add(t, tt.name, tt.doc, tt.ours)
		}
	}
	o.compare(t)
}

func TestOddButGoodAlertsAreRead(t *testing.T) {
	alert := fixture(t, "valid/alert.cap.xml")
	edit := func(pairs ...string) string { return fixture(t, "valid/alert.cap.xml", pairs...) }
	o := newOpinions(t)
	for _, tt := range []struct{ name, warning, doc string }{
		{"no declaration", "", strings.TrimPrefix(alert, xmlDeclaration)},
		{"a declaration with blanks", "", strings.Replace(alert, xmlDeclaration, "<?xml version = '1.0' encoding = 'utf-8' standalone = 'yes' ?>", 1)},
		{"a byte order mark", "", "\xef\xbb\xbf" + alert},
		{"a stylesheet", "stylesheet", strings.Replace(alert, xmlDeclaration, xmlDeclaration+`<?xml-stylesheet type="text/xsl" href="https://example.org/x.xsl"?>`, 1)},
		{"comments", "", "<!-- a -->" + edit("NORTHSTAR", "NORTH<!-- b -->STAR")[len(xmlDeclaration):] + "<!-- c -->\n"},
		{"a prefix", "", strings.NewReplacer("</", "</c:", "<", "<c:", "xmlns=", "xmlns:c=").Replace(alert[len(xmlDeclaration):])},
		{"a schema location", "", edit("<alert ", `<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:oasis:names:tc:emergency:cap:1.2 CAP.xsd" `)},
		{"no language in the element", "empty", edit("en-GB", "")},
		{"CDATA", "markup", edit("Assumed cause", "<![CDATA[<b>Assumed</b> cause]]>")},
		{"UTC with a plus", "utc-offset", edit("06:40:00-00:00", "06:40:00+00:00")},
		{"white space around a time", "", edit("<sent>2026", "<sent>\n 2026")},
		{"plus signs and bare points", "", edit("56.1000,4.2000 10", "+56.,.5 0")},
		{"an address in quotes", "", edit("iec.iaea.example", `"the duty officer"`)},
		{"a name for an embedded file", "size-differs", edit("<uri>https://node.nde.example/v1/notifications/0199c7a2-0000-7000-8000-0123456789ab/irix", "<uri>irix.xml",
			"<digest>0123456789abcdef0123456789abcdef01234567", "<derefUri>YW\n Jj</derefUri><digest>A9993E364706816ABA3E25717850C26C9CD0D89D")},
		{"a resource of nothing", "resource-empty", edit("<uri>https://node.nde.example/v1/notifications/0199c7a2-0000-7000-8000-0123456789ab/irix</uri>", "")},
		{"an end before the beginning", "expires-early", edit("<expires>2026-11-23T18", "<expires>2026-11-23T05")},
		{"no end", "expires-missing", edit("<expires>2026-11-23T18:40:00-00:00</expires>", "")},
		{"two of a language", "language-twice", edit("</info>", "</info>"+between(alert, "<info>", "</info>"))},
		{"two of an event", "info-differs", edit("</info>", "</info>"+strings.NewReplacer("en-GB", "fr", "OET-156", "OET-154").Replace(between(alert, "<info>", "</info>")))},
		{"an exercise for all", "exercise-public", edit("<scope>Restricted</scope>", "<scope>Public</scope>")},
		{"an exercise in small print", "exercise-headline", edit("<headline>EXERCISE", "<headline>")},
		{"a restriction of a Private alert", "restriction-unused", edit("<scope>Restricted", "<scope>Private")},
		{"a rejection without a reason", "note-missing", fixture(t, "valid/error.cap.xml", "<note>E-SIG-03 signature key not in registry</note>", "")},
		{"a reference to the future", "reference-later", fixture(t, "valid/update.cap.xml", "06:40:00-00:00</references>", "06:40:00-14:00</references>")},
	} {
		a, vs := cap.Decode([]byte(tt.doc))
		if a == nil || tt.warning == "" && len(vs) > 0 || tt.warning != "" && !slices.Contains(codes(vs, schema.SeverityWarning), tt.warning) {
			t.Errorf("%s: read %t, %v", tt.name, a != nil, vs)
		}
		o.add(t, tt.name, tt.doc, true)
	}
	o.compare(t)
}

// between is s from the one to the other, both included.
func between(s, from, to string) string {
	i := strings.Index(s, from)
	return s[i : i+strings.Index(s[i:], to)+len(to)]
}

func TestOursSayMoreThanOthersMust(t *testing.T) {
	for _, tt := range []struct {
		code  string
		spoil func(*cap.Alert)
	}{
		{"info-missing", func(a *cap.Alert) { a.Infos = nil }},
		{"expires-missing", func(a *cap.Alert) { a.Infos[0].Expires = "" }},
		{"exercise-note", func(a *cap.Alert) { a.Note = "" }},
		{"exercise-public", func(a *cap.Alert) { a.Scope, a.Restriction = cap.ScopePublic, "" }},
		{"exercise-headline", func(a *cap.Alert) { a.Infos[0].Headline = "General Emergency" }},
		{"character", func(a *cap.Alert) { a.Infos[0].Description = "\x1b[31m" }},
		{"element-missing", func(a *cap.Alert) { a.Infos[0].Categories = nil }},
		{"oversized", func(a *cap.Alert) { a.Infos[0].Description = strings.Repeat("a", cap.MaxAlert) }},
		{"too-many-elements", func(a *cap.Alert) { a.Codes = slices.Repeat([]string{"a"}, cap.MaxElements) }},
		{"too-many", func(a *cap.Alert) { a.Addresses = slices.Repeat([]string{"a"}, cap.MaxWords+1) }},
	} {
		a, vs := cap.Decode(read(t, "testdata/valid/alert.cap.xml"))
		if a == nil {
			t.Fatal(vs)
		}
		tt.spoil(a)
		b, err := a.Encode()
		vs, _ = err.(schema.Violations)
		if b != nil || len(vs) != 1 || vs[0].Code != tt.code || !strings.HasPrefix(vs[0].Pointer, "/alert") {
			t.Errorf("want %s, got %v", tt.code, err)
		}
	}
}
