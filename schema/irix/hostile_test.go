package irix_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"forthwith/schema"
	"forthwith/schema/irix"
)

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

func TestWhatIsNotOfTheFormIsRefused(t *testing.T) {
	minimal := string(fixture(t, "valid/art2a-minimal.xml"))
	bare := strings.TrimPrefix(minimal, xmlDeclaration)
	laughs := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY l3 "&l2;&l2;&l2;&l2;&l2;&l2;&l2;&l2;">]>`
	edit := func(pairs ...string) string { return string(fixture(t, "valid/art2a-minimal.xml", pairs...)) }
	full := func(pairs ...string) string { return string(fixture(t, "valid/art5-full.xml", pairs...)) }
	deep := strings.Repeat(`<html:p>`, 20000)

	for _, tt := range []struct {
		name, code, doc string
		ours            bool // refused by us although XML and XSD allow it
	}{
		{"nothing", "not-xml", "", false},
		{"no element", "not-xml", xmlDeclaration, false},
		{"words", "not-xml", "We regret to inform you", false},
		{"JSON", "json-not-read", ` {"irix":{}}`, false},
		{"more than 4 MiB", "oversized", minimal + strings.Repeat("\n", irix.MaxReport), true},
		{"billion laughs", "doctype", xmlDeclaration + laughs + strings.Replace(bare, "NDE-2026-EX-004", "&l3;", 1), true},
		{"a plain DOCTYPE", "doctype", xmlDeclaration + `<!DOCTYPE Report>` + bare, true},
		{"an external entity", "doctype", xmlDeclaration + `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + bare, true},
		{"an entity of nobody", "not-well-formed", edit("NDE-2026", "&lol;"), false},
		{"20,000 levels in free text", "too-deep", edit(located, located+"<event:EventDescription>"+deep), false},
		{"20,000 levels in a section", "too-deep", full("<release:ReleaseOccurrence>", strings.Repeat("<release:ReleaseOccurrence>", 20000)), false},
		{"ISO-8859-1 declared", "encoding", strings.Replace(minimal, "UTF-8", "ISO-8859-1", 1), true},
		{"ISO-8859-1 undeclared", "encoding", edit("Exercise NPP", "\xc4lmaraz"), false},
		{"UTF-16", "encoding", utf16le(strings.Replace(minimal, "UTF-8", "UTF-16", 1)), true},
		{"a byte order mark", "encoding", "\xef\xbb\xbf" + minimal, true},
		{"a NUL", "encoding", edit("Exercise NPP", "Exercise\x00"), false},
		{"a control character", "not-well-formed", edit("Exercise NPP", "Exercise\x01"), false},
		{"XML 1.1", "xml-declaration", strings.Replace(minimal, `version="1.0"`, `version="1.1"`, 1), true},
		{"two roots", "after-report", minimal + bare, false},
		{"trailing text", "after-report", minimal + "thanks", false},
		{"text before", "not-xml", xmlDeclaration + "hello" + bare, false},
		{"cut off", "not-well-formed", minimal[:len(minimal)-8], false},
		{"a processing instruction", "processing-instruction", xmlDeclaration + `<?xml-stylesheet href="http://evil.example/x.xsl"?>` + bare, true},
		{"a processing instruction after", "processing-instruction", minimal + `<?php echo 1 ?>`, true},
		{"a second XML declaration", "processing-instruction", minimal + xmlDeclaration, false},
		{"a declaration that is not first", "processing-instruction", "\n" + minimal, false},
		{"an attribute twice", "not-well-formed", edit(`ref="L1"`, `ref="L1" ref="L1"`), false},
		{"gzip", "compressed", "\x1f\x8b\b\x00", true},
		{"zip", "compressed", "PK\x03\x04", false},
		{"a prefix that is a declared namespace", "prefix-undeclared", edit(located, located+`<x:a xmlns:x="y"><y:b/></x:a>`), false},
		{"a prefix of an element that has ended", "prefix-undeclared", edit("</id:Identifications>", `</id:Identifications><x:a xmlns:x="urn:x"/><x:a/>`), false},
		{"an attribute with an undeclared prefix", "prefix-undeclared", edit(`ref="L1"`, `x:ref="L1"`), false},
		{"a prefix declared as nothing", "not-well-formed", edit(located, `<loc:Location xmlns:x="" ref="L1"/>`), true},
		{"the prefix xml for something else", "not-well-formed", edit(located, `<loc:Location xmlns:xml="urn:x" ref="L1"/>`), true},
		{"two prefixes", "not-well-formed", edit(located, located+`<event:loc:Thing/>`), false},
		{"one attribute under two prefixes", "not-well-formed", edit("</id:Identifications>", `</id:Identifications><x:a xmlns:x="urn:x" xmlns:y="urn:x" x:b="" y:b=""/>`), true},
		{"an end under another prefix", "not-well-formed", edit("</id:EventIdentifications>", `</event:EventIdentifications>`), false},
		{"an end too many", "not-well-formed", minimal + "</irix:Report>", false},
		{"a tag of 33 KiB", "tag-too-long", edit(`ref="L1"`, `ref="`+strings.Repeat("L", 33<<10)+`"`), true},
		{"a tag with 65 attributes", "too-many-attributes", edit(located, "<loc:Location"+attributes(65)+"/>"), false},
		{"60,001 elements", "too-many-elements", edit("</id:Identifications>", "</id:Identifications>"+strings.Repeat(`<x xmlns="u"/>`, irix.MaxElements)), true},
		{"a text of 256 KiB", "too-long", edit(located, located+"<event:EventDescription>"+strings.Repeat("x", irix.MaxText+1)+"</event:EventDescription>"), true},
		{"an undeclared prefix", "prefix-undeclared", edit(located, located+"<nobody:Thing/>"), false},
		{"an empty envelope", "soap-empty", `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>`, false},
		{"another document", "not-a-report", `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>`, false},
		{"no version", "attribute-missing", edit(` version="1.0" xmlns`, ` xmlns`), false},

		{"a root in the wrong namespace", "namespace", strings.ReplaceAll(minimal, `"http://www.iaea.org/2012/IRIX/Format"`, `"http://www.iaea.org/2012/IRIX"`), false},
		{"sections without /Format", "namespace", strings.ReplaceAll(minimal, "IRIX/Format/Identification", "IRIX/Identification"), false},
		{"a child without a namespace", "namespace", edit(event, `<TypeOfEvent>Other</TypeOfEvent>`), false},
		{"a child from a foreign namespace", "namespace", edit(event, `<x:TypeOfEvent xmlns:x="urn:evil">Other</x:TypeOfEvent>`), false},
		{"a foreign child beside", "unknown-element", edit(located, located+`<x:Thing xmlns:x="urn:evil"/>`), false},
		{"an extension in IRIX's own namespace", "unknown-element", edit("</id:Identifications>", `</id:Identifications><event:Thing/>`), true},
		{"a foreign element in a section", "unknown-element", full("<release:ReleaseOccurrence>", `<x:Thing xmlns:x="urn:evil"/><release:ReleaseOccurrence>`), false},
		{"free text in a foreign namespace", "namespace", edit(located, located+`<event:EventDescription><b xmlns="">x</b></event:EventDescription>`), false},

		{"an element twice", "element-twice", edit(event, event+event), false},
		{"a section twice", "element-twice", edit("</event:EventInformation>", `</event:EventInformation><event:EventInformation ValidAt="2026-11-23T06:35:00Z">`+event+moment+located+`</event:EventInformation>`), false},
		{"both of a choice", "element-twice", full("<event:EmergencyClass>", "<event:EmergencyClassDescription>x</event:EmergencyClassDescription><event:EmergencyClass>"), false},
		{"neither of a choice", "element-missing", full("<event:EmergencyClass>General Emergency</event:EmergencyClass>", ""), false},
		{"children in the wrong order", "element-order", edit(event+"\n  "+moment, moment+event), false},
		{"no place", "element-missing", edit(located, ""), false},
		{"no addressee in the list", "element-missing", edit(`<id:Addressee>iec.iaea.example</id:Addressee><id:Addressee>cncan.nro.example</id:Addressee>`, ""), false},
		{"text between elements", "misplaced-text", edit(event, event+"!"), false},
		{"an element inside a value", "unknown-element", edit("<loc:Country>DK", "<loc:Country><loc:Name/>DK"), false},
		{"an attribute nobody knows", "unknown-attribute", edit(`ref="L1"`, `ref="L1" lang="en"`), false},
		{"another type for an element", "unknown-attribute", edit(located, `<loc:Location xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="loc:LocationType" ref="L1"/>`), true},
		{"xml:lang where there is none", "unknown-attribute", edit(`ref="L1"`, `ref="L1" xml:lang="en"`), false},
		{"no ValidAt", "attribute-missing", edit(` ValidAt="2026-11-23T06:35:00Z"`, ""), false},
		{"no ValidAt in a release", "attribute-missing", full(`<release:Release ValidAt="2026-11-23T06:35:00Z"`, "<release:Release"), false},
		{"a wrong ValidAt", "time", edit(`ValidAt="2026-11-23T06:35:00Z"`, `ValidAt="2026-11-23T06:35:00.5Z"`), false},
		{"the thirtieth of February", "time", edit("2026-11-23T05:58:00Z", "2026-02-30T05:58:00Z"), false},
		{"an estimate of a kind", "not-in-list", edit(`IsEstimate="Yes"`, `IsEstimate="yes"`), false},

		{"an organisation nobody explains", "organisation-unknown", edit("<id:OrganisationReporting>notify.nde.example", "<id:OrganisationReporting>other.example"), false},
		{"an organisation that is no domain", "organisation-id", edit("<id:Addressee>iec.iaea.example", "<id:Addressee>iec iaea"), false},
		{"an officer that is no address", "person-id", edit(contact, "<id:ContactPerson>duty officer</id:ContactPerson>"), false},
		{"an event id too long", "too-long", edit("NDE-2026-EX-004", strings.Repeat("N", 256)), false},
		{"two ids of one organisation", "id-twice", edit("</id:EventIdentifications>", `<id:EventIdentification Organisation="notify.nde.example">B</id:EventIdentification></id:EventIdentifications>`), false},
		{"two heights above the sea", "id-twice", edit("</loc:GeographicCoordinates>", `<loc:Height Above="Sea" Unit="m">5</loc:Height></loc:GeographicCoordinates>`), false},
		{"a height in feet", "not-in-list", edit(`Unit="m">4`, `Unit="ft">4`), false},
		{"a place id that is a number", "name", edit(`id="L1"`, `id="1"`), false},
		{"a longitude of 180", "number", edit("<loc:Longitude>4.20000", "<loc:Longitude>180"), false},
		{"a latitude with an exponent", "number", edit("<loc:Latitude>56.10000", "<loc:Latitude>5.6E1"), false},
		{"a country in small letters", "country", edit("<loc:Country>DK", "<loc:Country>dk"), false},
		{"a power without a unit", "attribute-missing", full(` Unit="MW">900`, ">900"), false},
		{"a nuclide of nobody", "not-in-list", full("<event:ReactorCharacteristics>", "<event:SourceCharacteristics><event:Source><event:Nuclides><event:Nuclide><event:NuclideList>I-131 Xx-1</event:NuclideList></event:Nuclide></event:Nuclides></event:Source></event:SourceCharacteristics><event:ReactorCharacteristics>"), false},
		{"a hundred faults", "too-many-faults", edit(event, strings.Repeat("<event:Thing/>", 100)), false},
	} {
		r, vs := irix.Decode([]byte(tt.doc))
		if r != nil {
			t.Errorf("%s: read", tt.name)
			continue
		}
		found := false
		for _, v := range vs {
			found = found || v.Code == tt.code && v.Severity == schema.SeverityError
			if v.Text == "" || !strings.HasPrefix(v.Pointer, "line ") || len(v.Pointer) > 300 || len(v.Text) > 1000 {
				t.Errorf("%s: %+v", tt.name, v)
			}
		}
		if !found || len(vs) > 50 {
			t.Errorf("%s: no %s in %d violations: %v", tt.name, tt.code, len(vs), vs)
		}
		if !tt.ours {
			disagree(t, tt.name, tt.doc, false)
		}
	}
}

func TestOddButGoodReportsAreRead(t *testing.T) {
	minimal := string(fixture(t, "valid/art2a-minimal.xml"))
	bare := strings.TrimPrefix(minimal, xmlDeclaration)
	edit := func(pairs ...string) string { return string(fixture(t, "valid/art2a-minimal.xml", pairs...)) }
	source := "<event:ObjectInvolved><event:TypeOfObjectOrActivityDescription>Source</event:TypeOfObjectOrActivityDescription><event:Name>S</event:Name>" +
		"<event:SourceCharacteristics><event:Source><event:Sealed>Yes</event:Sealed><event:Nuclides>" +
		`<event:Nuclide><event:Nuclide>Cs-137</event:Nuclide><event:Activity Unit="Bq">3.7E10</event:Activity><event:ReferenceDateAndTime>2020-01-01T00:00:00+01:00</event:ReferenceDateAndTime></event:Nuclide>` +
		"<event:Nuclide><event:NuclideCombination>Sr(89/90)</event:NuclideCombination></event:Nuclide>" +
		"</event:Nuclides></event:Source></event:SourceCharacteristics></event:ObjectInvolved>"
	for name, doc := range map[string]string{
		"no declaration":        bare,
		"declaration in quotes": "<?xml version='1.0' encoding='utf-8' standalone='yes'?>" + bare,
		"comments":              "<!-- a -->" + bare + "<!-- b -->\n",
		"comment in a value":    edit("<loc:Country>DK", "<loc:Country>D<!-- -->K"),
		"carriage returns":      strings.ReplaceAll(minimal, "\n", "\r\n"),
		"other prefixes":        strings.NewReplacer("irix:", "a:", "xmlns:irix", "xmlns:a", "loc:", "", "xmlns:loc", "xmlns").Replace(minimal),
		"spaces around values":  edit("<id:ReportContext>Exercise", "<id:ReportContext>\n Exercise\t"),
		"a schema location":     edit(open, open+`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.iaea.org/2012/IRIX/Format IRIX.xsd" `),
		"an extension":          edit("</id:Identifications>", `</id:Identifications><x:State xmlns:x="urn:x"/>`),
		"a source":              edit(located, located+source),
		"an uppercase UUID":     edit("7c1f0d4e", "7C1F0D4E"),
		"no sequence":           edit("<id:SequenceNumber>1</id:SequenceNumber>", ""),
		"an organisation of 00": edit("<base:Country>DK", "<base:Country>00"),
		"places a few":          edit("</loc:Locations>", `<loc:Location id="_l.2"/></loc:Locations>`),
	} {
		if m, _, vs := notify([]byte(doc)); m == nil {
			t.Errorf("%s: refused: %v", name, vs)
		}
		disagree(t, name, doc, true)
	}
}

// disagree asks xmllint with the official schema, where both are at hand: what
// we read it must allow, and what we refuse for its form it must refuse.
func disagree(t *testing.T, name, doc string, allowed bool) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	xsd := filepath.Join(data(), "irix", "xsd-1.0", "IRIX.xsd")
	if _, serr := os.Stat(xsd); err != nil || serr != nil {
		t.Logf("%s: own verdict only: no xmllint or no %s", name, xsd)
		return
	}
	cmd := exec.CommandContext(t.Context(), lint, "--noout", "--nonet", "--huge", "--schema", xsd, "-")
	cmd.Stdin = strings.NewReader(doc)
	out, err := cmd.CombinedOutput()
	if (err == nil) != allowed {
		t.Errorf("%s: xmllint says %v (%.300s); we say allowed %t", name, err, out, allowed)
	}
}
