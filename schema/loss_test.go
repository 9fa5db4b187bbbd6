package schema_test

import (
	"slices"
	"testing"

	"forthwith/schema"
)

func TestEachLossIsNamedOnceAndAsHighAsItGoes(t *testing.T) {
	reasons := []schema.LossReason{
		{Pointer: "/header/sequence", Kind: schema.LossDropped, Text: "no sequence"},
		{Pointer: "phases", Text: "one phase"},
		{Pointer: "phases/*/nuclides", Text: "no nuclides"},
		{Pointer: "/header/attachments/*", Whole: true, Text: "no files"},
	}
	for _, tt := range []struct {
		name string
		lose func(m *schema.Message)
		want []string
	}{
		{"nothing", func(m *schema.Message) {}, nil},
		{"a field", func(m *schema.Message) { m.Header.Desk = "other" }, []string{"narrowed /header/desk: it is said in another way, or in part"}},
		{"a field with a reason of its own", func(m *schema.Message) { m.Header.Sequence = 0 }, []string{"dropped /header/sequence: no sequence"}},
		{"a field that is left out", func(m *schema.Message) { m.Header.Event = "" }, []string{"dropped /header/event: there is no place for it"}},
		{"an object", func(m *schema.Message) { m.Header.Wanted = nil }, []string{"dropped /header/wanted: there is no place for it"}},
		{"one of a list", func(m *schema.Message) { m.Header.Addressees = m.Header.Addressees[:1] }, []string{"dropped /header/addressees/1: there is no place for it"}},
		{"within one that is lost whole", func(m *schema.Message) { m.Header.Attachments[0].Language, m.Header.Attachments[0].Category = "fr", "" }, []string{"narrowed /header/attachments/0: no files"}},
		{"deep, with the reason that reaches furthest", func(m *schema.Message) {
			p := &as[*schema.Information](m).Release.Details.Air.Phases[0]
			p.Nuclides, p.Form = nil, "Gaseous"
		}, []string{"narrowed /body/release/details/air/phases/0/form: one phase", "dropped /body/release/details/air/phases/0/nuclides: no nuclides"}},
	} {
		before, after := message(schema.KindInformation, schema.Live), message(schema.KindInformation, schema.Live)
		tt.lose(after)
		losses, err := schema.LostIn(before, after, reasons)
		var got []string
		for _, l := range losses {
			got = append(got, l.String())
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}
