package irix_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

func TestEveryReportThatIsWrittenIsValidAndReadAsTheSame(t *testing.T) {
	var docs [][]byte
	for seed := range uint64(100) {
		r := irix.RandomReport(seed)
		out, err := irix.Encode(r)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		again, vs := irix.Decode(out)
		if again == nil {
			t.Fatalf("seed %d: %v", seed, vs)
		}
		twice, err := irix.Encode(again)
		if err != nil || !bytes.Equal(twice, out) {
			t.Fatalf("seed %d: %v: read and written again it is another\n%s\n%s", seed, err, out, twice)
		}
		if got, want := standing(t, again), standing(t, r); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, got, want)
		}
		docs = append(docs, out)
	}
	for i, ok := range lint(t, docs) {
		if !ok {
			t.Errorf("seed %d: xmllint refuses\n%.4000s", i, docs[i])
		}
	}
}

// standing is a report as JSON with what is kept standing alone: where its
// declarations are is not the same for all.
func standing(t *testing.T, r *irix.Report) []byte {
	t.Helper()
	alone := func(raws []irix.Raw) {
		for i, raw := range raws {
			raws[i] = irix.Raw{Bytes: raw.Standalone()}
		}
	}
	alone(r.Identification.Extensions)
	if r.Requests != nil {
		for i := range r.Requests.Request {
			alone(r.Requests.Request[i].Extensions)
		}
		for i := range r.Requests.Response {
			alone(r.Requests.Response[i].Extensions)
			for j := range r.Requests.Response[i].RequestReference {
				alone(r.Requests.Response[i].RequestReference[j].Extensions)
			}
		}
	}
	if r.Annexes != nil {
		for i := range r.Annexes.Annotation {
			alone(r.Annexes.Annotation[i].Extensions)
		}
		for i := range r.Annexes.FileEnclosure {
			alone(r.Annexes.FileEnclosure[i].Extensions)
		}
	}
	return regexp.MustCompile(`: null`).ReplaceAll(asJSON(t, r), []byte(": []"))
}

// comesBack is a report that was read as it is written; read again it is the same.
func comesBack(t *testing.T, what string, r *irix.Report) []byte {
	t.Helper()
	out, err := irix.Encode(r)
	if err != nil {
		t.Errorf("read and not written: %s: %v", what, err)
		return nil
	}
	again, vs := irix.Decode(out)
	if again == nil {
		t.Errorf("written and not read: %s: %v", what, vs)
	} else if got, want := standing(t, again), standing(t, r); !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
	}
	return out
}

// ours are the codes of what the XSD allows and we refuse.
var ours = []string{
	"not-finite", "refers-to-self", "ref-dangling", "patient-named", "uri", "name", "time", "duration", "number", "markup-removed",
	"too-long", "id-twice",
}

// TestOurVerdictIsThatOfTheSchema breaks reports in small ways: what we read the
// schema must allow, and what the schema allows we refuse only by rules of ours.
func TestOurVerdictIsThatOfTheSchema(t *testing.T) {
	var docs [][]byte
	var what []string
	for seed := range uint64(40) {
		doc, err := irix.Encode(irix.RandomReport(1000 + seed))
		if err != nil {
			t.Fatal(err)
		}
		b := &breaker{Rand: rand.New(rand.NewPCG(seed, 9)), lines: strings.Split(string(doc), "\n")}
		for range 20 {
			how, broken := b.once()
			what, docs = append(what, fmt.Sprintf("seed %d: %s", seed, how)), append(docs, broken)
		}
	}
	read, same := 0, 0
	var again [][]byte
	for i, allowed := range lint(t, docs) {
		r, vs := irix.Decode(docs[i])
		if r != nil {
			read++
			again = append(again, comesBack(t, what[i], r))
		}
		if (r != nil) == allowed {
			same++
		}
		if r != nil && !allowed {
			t.Errorf("read, and not allowed: %s", what[i])
		}
		if r == nil && allowed {
			for _, c := range codes(vs, schema.SeverityError) {
				if !slices.Contains(ours, c) && !lenient(c, what[i]) {
					t.Errorf("refused for %s, and allowed: %s: %.500v", c, what[i], vs)
				}
			}
		}
	}
	for i, ok := range lint(t, again) {
		if !ok {
			t.Errorf("read, written, and not allowed\n%s", again[i])
		}
	}
	t.Logf("%d broken reports, %d read, %d verdicts the same", len(docs), read, same)
}

// lenient are two more: an extension in the IAEA's own namespaces, and an order
// that xmllint takes although the schema does not have it.
func lenient(code, how string) bool {
	return code == "unknown-element" && (strings.Contains(how, "<loc:Name") || strings.Contains(how, "<id:Addressee")) ||
		code == "element-order" && strings.Contains(how, "</req:RequestReference>")
}

// breaker breaks a report that is written with one element to a line.
type breaker struct {
	*rand.Rand
	lines []string
}

var (
	leaf  = regexp.MustCompile(`^( *)<(\w+):(\w+)([^>]*?)(?:/>|>(.*)</\w+:\w+>)$`)
	given = regexp.MustCompile(` (\w+)="([^"]*)"`)
)

// values are what stands in the place of others.
var values = strings.Split("|0|-0|-1|+1|1.|.5|.|1.2E5|1e400|-INF|INF|+INF|NaN|1e-50|0.00000001|99.999|100.01|360|360.01|-90.0001|180|1,5|0x10|\u0663|"+
	"12345678901234567890123|123456789012345678901234567890123456789012345|9|10|99999999999999999999|2026-11-23T06:40:00Z|2026-11-23T06:40:00|2026-11-23T06:40:00.5Z|"+
	"2026-11-23T06:40:00+01:00|2026-11-23T24:00:00Z|2026-11-23T06:40:60Z|2026-02-29T00:00:00Z|0000-01-01T00:00:00Z|10000-01-01T00:00:00Z|2026-11-23|yes|Yes|Unknown|No |"+
	"I-131|I131|I-131 Cs-137|Air|Sv/h|Sv/s|Bq|m|+45 12|+|a|A|G|H|a.b|-a.b|a.b-|a_b@c.de|a@b.c|SE|se|SEE|00|SE NO|http://a b|http://[::1|%zz|http://\u00e4.example|#a#b|"+
	"urn:a|P|PT|P1D|PT1.5S|P1.5D|-P1Y|en-|en-GB|abc|ab|AB0|YQ|YQ==|YR==|YQ=|Y Q = =|11111111-2222-4333-8444-555555555556|11111111-2222-7333-8444-555555555556|Other|L1|1L|L 1|L:1|"+
	strings.Repeat("x", 255)+"|"+strings.Repeat("\u20ac", 256)+"| a  b |\u00a0a|Emergency|1.0|a&amp;b|<html:p xmlns:html='http://www.w3.org/1999/xhtml'>x</html:p>|<x xmlns='urn:x'/>", "|")

// once is the report broken in one way, and how.
func (b *breaker) once() (string, []byte) {
	for {
		lines := slices.Clone(b.lines)
		i := 1 + b.IntN(len(lines)-2)
		m := leaf.FindStringSubmatch(lines[i])
		value := values[b.IntN(len(values))]
		kind := b.IntN(9)
		if m == nil && kind > 1 || i == 1 {
			continue
		}
		end := i + 1
		if m == nil { // a group: its end is as far in as its beginning
			in := lines[i][:len(lines[i])-len(strings.TrimLeft(lines[i], " "))]
			for end < len(lines) && strings.HasPrefix(lines[end], in+" ") {
				end++
			}
			if end++; strings.HasPrefix(lines[i], in+"</") || end > len(lines)-1 {
				continue
			}
		}
		before := lines[i]
		switch kind {
		case 0:
			lines = slices.Delete(lines, i, end)
		case 1:
			lines = slices.Insert(lines, end, lines[i:end]...)
		case 2:
			lines[i], lines[i+1] = lines[i+1], lines[i]
		case 3, 4:
			lines[i] = fmt.Sprintf("%s<%s:%s%s>%s</%s:%s>", m[1], m[2], m[3], m[4], value, m[2], m[3])
		case 5:
			lines[i] = given.ReplaceAllString(lines[i], ` $1="`+strings.NewReplacer("<", "&lt;", "$", "").Replace(value)+`"`)
		case 6:
			lines[i] = given.ReplaceAllString(lines[i], "")
		case 7:
			lines[i] = strings.Replace(lines[i], m[2]+":"+m[3], m[2]+":"+m[3]+` Unit="m"`, 1)
		case 8:
			other := []string{"loc:Name", "id:Addressee", "x:Any", m[2] + ":Description", m[2] + ":EndTime"}[b.IntN(5)]
			lines[i] = strings.ReplaceAll(lines[i], m[2]+":"+m[3], other)
			lines[1] = strings.Replace(lines[1], "<irix:Report", `<irix:Report xmlns:x="urn:any"`, 1)
		}
		if strings.Join(lines, "\n") == strings.Join(b.lines, "\n") {
			continue
		}
		after := ""
		if i < len(lines) {
			after = lines[i]
		}
		return fmt.Sprintf("way %d, line %d: %.300q, was %.300q", kind, i+1, after, before), []byte(strings.Join(lines, "\n"))
	}
}
