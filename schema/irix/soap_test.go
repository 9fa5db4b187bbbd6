package irix_test

import (
	"bytes"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

func TestAReportIsFoundInAnEnvelope(t *testing.T) {
	bare := strings.TrimPrefix(string(fixture(t, "valid/art2a-minimal.xml")), xmlDeclaration)
	alone, vs := irix.Decode([]byte(bare))
	if alone == nil {
		t.Fatal(vs)
	}
	call := strings.NewReplacer("<irix:Report ", "<arg0 ", "</irix:Report>", "</arg0>").Replace(bare)
	const soap11, soap12 = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
	envelope := func(space, inside string) string {
		return `<s:Envelope xmlns:s="` + space + `">` + inside + "</s:Envelope>"
	}
	body := func(inside string) string { return "<s:Body>" + inside + "</s:Body>" }
	upload := func(inside string) string {
		return `<u:uploadReport xmlns:u="urn:upload">` + inside + "</u:uploadReport>"
	}
	for _, tt := range []struct {
		name, code, doc string
	}{
		{"SOAP 1.1", "", envelope(soap11, body(bare))},
		{"SOAP 1.2, with a header", "", envelope(soap12, `<s:Header><a:To xmlns:a="urn:a">x</a:To></s:Header>`+body(bare))},
		{"the argument of an operation", "", envelope(soap11, body(upload(call)))},
		{"a report in an operation", "", envelope(soap11, body(upload(bare)))},
		{"no body", "soap-empty", envelope(soap11, "<s:Header/>")},
		{"an empty body", "soap-empty", envelope(soap11, body(""))},
		{"an operation without an argument", "soap-empty", envelope(soap11, body(upload("")))},
		{"two bodies", "soap", envelope(soap11, body(bare)+body(bare))},
		{"a header after the body", "soap", envelope(soap11, body(bare)+"<s:Header/>")},
		{"a body of the other version", "soap", strings.Replace(envelope(soap11, body(bare)), "<s:Body>", `<s:Body xmlns:s="`+soap12+`">`, 1)},
		{"two reports in a body", "after-report", envelope(soap11, body(bare+bare))},
		{"two reports in an operation", "after-report", envelope(soap11, body(upload(call+call)))},
		{"text in the body", "misplaced-text", envelope(soap11, body("x"+bare))},
		{"a fault", "soap-fault", envelope(soap11, body("<s:Fault><faultcode>s:Server</faultcode></s:Fault>"))},
		{"an argument that is no report", "attribute-missing", envelope(soap11, body(upload("<arg0/>")))},
		{"a report without a version", "attribute-missing", envelope(soap11, body(strings.Replace(bare, ` version="1.0"`, "", 1)))},
		{"a report in the wrong namespace", "namespace", envelope(soap11, body("<Report/>"))},
		{"cut off", "not-well-formed", strings.TrimSuffix(envelope(soap11, body(bare)), "</s:Envelope>")},
		{"something after", "after-report", envelope(soap11, body(bare)) + "<a/>"},
	} {
		r, vs := irix.Decode([]byte(tt.doc))
		if tt.code != "" {
			if got := strings.Join(codes(vs, schema.SeverityError), ","); r != nil || !strings.HasPrefix(got, tt.code) {
				t.Errorf("%s: report %t, %v; want %s", tt.name, r != nil, vs, tt.code)
			}
			continue
		}
		if r == nil || !bytes.Equal(asJSON(t, r), asJSON(t, alone)) {
			t.Errorf("%s: %v", tt.name, vs)
			continue
		}
		if raw, ok := r.Section("Locations"); !ok || !bytes.Contains(raw.Standalone(), []byte("xmlns:loc=")) {
			t.Errorf("%s: no section in %q", tt.name, raw.Bytes)
		}
	}
}
