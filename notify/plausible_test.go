package notify_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"forthwith/notify"
	"forthwith/notify/catalogue"
	"forthwith/schema"
)

const listHeader = "Id,Name,Latitude,Longitude,Country,CountryCode,Status,ReactorType,ReactorModel,ConstructionStartAt,OperationalFrom,OperationalTo,Capacity,LastUpdatedAt,Source,IAEAId\n"

const plants = listHeader + `1,Doel-1,51.324,4.2597,Belgium,BE,Operational,PWR,,,,,445,,WNA,
2,Doel-2,51.324,4.2597,Belgium,BE,Operational,PWR,,,,,445,,WNA,
3,Tihange-1,50.534,5.272,Belgium,BE,Operational,PWR,,,,,962,,WNA,
4,Akhvaz-1,,,Iran,IR,Planned,BWR,,,,,,,WNA,
5,Zaporozhye-1,47.508,34.627,Ukraine,UA,Operational,PWR,,,,,950,,WNA,
`

// knows gives an office a catalogue.
func (o *office) knows(t *testing.T, list string) {
	t.Helper()
	l, err := catalogue.Parse("plants.csv", []byte(list))
	must(t, err)
	o.Desk.Facilities = func() *catalogue.List { return l }
	o.Intake.Facilities = o.Desk.Facilities
}

func at(lat, lon float64, country string) *schema.Location {
	return &schema.Location{Latitude: &lat, Longitude: &lon, Country: schema.Party(country)}
}

func named(name string, l schema.Location) *schema.Location {
	l.Name = name
	return &l
}

func of(vs schema.Violations, codes ...string) schema.Violations {
	return slices.DeleteFunc(slices.Clone(vs), func(v schema.Violation) bool { return !slices.Contains(codes, v.Code) })
}

func TestTheCatalogueFillsWhatIsLeftOut(t *testing.T) {
	doel, tihange := *at(51.324, 4.2597, "BE"), *at(50.534, 5.272, "BE")
	const installation = "Nuclear Installation Event"
	type said struct {
		nature   string
		event    *schema.Location
		facility schema.Facility
	}
	for _, c := range []struct {
		name        string
		given, want said
		note        string // in the warning; empty for none
	}{
		{"all of it", said{installation, nil, schema.Facility{Name: "Doel-1"}},
			said{installation, named("Doel-1", doel), schema.Facility{Name: "Doel-1", Type: "Nuclear Power Plant", Reactor: "PWR", Location: named("Doel-1", doel)}},
			"as of Doel-1: type Nuclear Power Plant, reactor PWR, position 51.324 N 4.260 E, name of the place Doel-1, country BE, and with them the location of the event"},
		{"under the officer's own name for it", said{installation, nil, schema.Facility{Name: "tihange NPP, unit 1"}},
			said{installation, named("Tihange-1", tihange), schema.Facility{Name: "tihange NPP, unit 1", Type: "Nuclear Power Plant", Reactor: "PWR", Location: named("Tihange-1", tihange)}}, "as of Tihange-1"},
		{"of a site", said{installation, nil, schema.Facility{Name: "Doel"}},
			said{installation, named("Doel", doel), schema.Facility{Name: "Doel", Type: "Nuclear Power Plant", Reactor: "PWR", Location: named("Doel", doel)}}, "as of Doel:"},
		{"not the place of a transport", said{"Transport Event", nil, schema.Facility{Name: "Doel-1"}},
			said{"Transport Event", nil, schema.Facility{Name: "Doel-1", Type: "Nuclear Power Plant", Reactor: "PWR", Location: named("Doel-1", doel)}}, "country BE;"},
		{"nothing that was given", said{installation, nil, schema.Facility{Name: "Doel-1", Type: "Waste Treatment", Reactor: "VVER", Location: at(51.3, 4.3, "")}},
			said{installation, nil, schema.Facility{Name: "Doel-1", Type: "Waste Treatment", Reactor: "VVER", Location: at(51.3, 4.3, "")}}, ""},
		{"no second position", said{installation, at(51.3, 4.3, "BE"), schema.Facility{Name: "Doel-1"}},
			said{installation, at(51.3, 4.3, "BE"), schema.Facility{Name: "Doel-1", Type: "Nuclear Power Plant", Reactor: "PWR"}}, "type Nuclear Power Plant, reactor PWR;"},
		{"coordinates to a place in words", said{installation, &schema.Location{Name: "Beveren"}, schema.Facility{Name: "Doel-1", Type: "x", Reactor: "y", Location: &schema.Location{Name: "Kaai 1"}}},
			said{installation, &schema.Location{Name: "Beveren"}, schema.Facility{Name: "Doel-1", Type: "x", Reactor: "y", Location: named("Kaai 1", doel)}}, "position 51.324 N 4.260 E, country BE;"},
		{"a type without a position", said{installation, nil, schema.Facility{Name: "Akhvaz-1"}},
			said{installation, nil, schema.Facility{Name: "Akhvaz-1", Type: "Nuclear Power Plant", Reactor: "BWR"}}, "reactor BWR;"},
		{"nothing in another country", said{installation, &schema.Location{Country: "NL"}, schema.Facility{Name: "Doel-1"}},
			said{installation, &schema.Location{Country: "NL"}, schema.Facility{Name: "Doel-1"}}, ""},
		{"nothing of a stranger", said{installation, nil, schema.Facility{Name: "Lissa nuclear power plant, unit 1"}},
			said{installation, nil, schema.Facility{Name: "Lissa nuclear power plant, unit 1"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			p.xa.knows(t, plants)
			m := notification("XB")
			n := m.Body.(*schema.Notification)
			facility := c.given.facility
			n.Nature.Type, n.Location, n.Facility = c.given.nature, c.given.event, &facility
			out, err := p.xa.Draft(t.Context(), haddad, m, p.now)
			must(t, err)
			draft, ok := p.xa.tracker().Draft(out.Message)
			if !ok {
				t.Fatal("no draft")
			}
			b := draft.Message.Body.(*schema.Notification)
			if got := (said{b.Nature.Type, b.Location, *b.Facility}); !reflect.DeepEqual(got, c.want) {
				t.Errorf("drafted %+v, want %+v", got, c.want)
			}
			notes := of(out.Violations, "from-catalogue")
			if c.note == "" && len(notes) > 0 || c.note != "" && (len(notes) != 1 || !strings.Contains(notes[0].Text, c.note) || notes[0].Pointer != "/body/facility") || notes.Err() != nil {
				t.Errorf("the note is %v, want %q", notes, c.note)
			}
			if doubts := of(out.Violations, "implausible-facility", "implausible-country"); len(doubts) > 0 {
				t.Errorf("what the catalogue says is doubted: %v", doubts)
			}
		})
	}
}

// TestADraftAskedForAgainIsTheSame though the desk filled it in, and the catalogue
// is another by now.
func TestADraftAskedForAgainIsTheSame(t *testing.T) {
	p := newPair(t, schema.Live)
	id := schema.NewMessageID()
	try := func(name string) error {
		m := notification("XB")
		m.Header.ID = id
		m.Body.(*schema.Notification).Facility = &schema.Facility{Name: name}
		_, err := p.xa.Draft(t.Context(), haddad, m, p.now)
		return err
	}
	p.xa.knows(t, plants)
	must(t, try("Doel-1"))
	p.xa.knows(t, strings.ReplaceAll(plants, "51.324", "51.300"))
	must(t, try("Doel-1"))
	_, err := p.xa.Approve(t.Context(), silva, id, p.now)
	must(t, err)
	must(t, try("Doel-1"))
	if err := try("Doel-2"); err == nil {
		t.Error("another facility is taken for the same draft")
	}
}

func TestDoubtsAtDeskAndIntake(t *testing.T) {
	accident := func(l *schema.Location, f *schema.Facility) *schema.Information {
		return &schema.Information{
			ValidAt:  "2026-11-23T05:59:00Z",
			Accident: schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{Nature: schema.Nature{Type: "Other"}, Occurred: schema.Occurred{At: "2026-11-23T05:50:00Z"}, Location: l}},
			Facility: schema.Item[schema.Facility]{Availability: schema.Provided, Details: f},
		}
	}
	told := func(l *schema.Location, f *schema.Facility) schema.Body {
		b := notification().Body.(*schema.Notification)
		b.Location, b.Facility = l, f
		return b
	}
	for _, c := range []struct {
		name  string
		body  schema.Body
		want  []string // pointer, code and part of the text
		taken string   // what the receipt says
	}{
		{"nothing wrong", told(at(51.33, 4.26, "BE"), &schema.Facility{Name: "Doel-1"}), nil, ""},
		{"exchanged", told(at(4.26, 51.324, "BE"), nil), []string{"/body/location implausible-country 4.260 N 51.324 E lies 6"}, "implausible-country 6"},
		{"the slip is named", told(at(4.26, 51.324, "BE"), nil), []string{"(with latitude and longitude exchanged it would be there); check"}, "implausible-country"},
		{"a sign lost", told(at(-51.324, 4.26, "BE"), nil), []string{"(with the other sign before the latitude it would be there)"}, "implausible-country"},
		{"another country", told(at(50.534, 5.272, "ES"), nil), []string{"/body/location implausible-country 50.534 N 5.272 E lies 914 km outside ES"}, "implausible-country 914 km"},
		{"off the coast", told(at(51.35, 3.0, "BE"), nil), nil, ""},
		{"far from the facility", told(at(50.9, 4.4, "BE"), &schema.Facility{Name: "Doel-1"}),
			[]string{"/body/location implausible-facility 50.900 N 4.400 E lies 48 km from where this node's catalogue has Doel-1 (51.324 N 4.260 E); check"}, "implausible-facility 48 km"},
		{"the facility's own position", told(nil, &schema.Facility{Name: "Doel-1", Location: at(50.9, 4.4, "BE")}), []string{"/body/facility/location implausible-facility"}, "implausible-facility 48 km"},
		{"two places", told(at(50.9, 4.4, "BE"), &schema.Facility{Name: "Doel-1", Location: at(4.4, 50.9, "BE")}),
			[]string{"/body/facility/location implausible-country", "/body/location implausible-facility", "/body/facility/location implausible-facility"}, "implausible-country 6"},
		{"disputed", told(at(47.508, 34.627, "RU"), nil), nil, ""},
		{"disputed, at a facility of the catalogue", told(at(47.508, 34.627, "RU"), &schema.Facility{Name: "Zaporozhye-1"}), nil, ""},
		{"no country named", told(at(4.26, 51.324, ""), nil), nil, ""},
		{"a State of an exercise", told(at(4.26, 51.324, "XA"), nil), nil, ""},
		{"in information", accident(at(4.26, 51.324, "BE"), &schema.Facility{Name: "Lissa"}), []string{"/body/accident/details/location implausible-country"}, "implausible-country"},
		{"in information, of its facility", accident(nil, &schema.Facility{Name: "Doel-1", Location: at(50.9, 4.4, "BE")}), []string{"/body/facility/details/location implausible-facility"}, "implausible-facility"},
		{"in a correction", &schema.Correction{Reason: "wrong place", Notification: told(at(4.26, 51.324, "BE"), nil).(*schema.Notification)},
			[]string{"/body/notification/location implausible-country"}, "implausible-country"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			first := p.issue(notification("XB"))
			p.xa.knows(t, plants)
			p.xb.knows(t, plants)
			m := &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: c.body}
			switch c.body.Kind() {
			case schema.KindInformation:
				m.Header.Event = first.Event
			case schema.KindCorrection:
				m.Header.Event, m.Header.Revokes = first.Event, first.Message
			}
			out := p.issue(m)
			doubts := of(out.Violations, "implausible-country", "implausible-facility")
			if len(doubts) != len(c.want) || doubts.Err() != nil {
				t.Fatalf("%v, want %q", doubts, c.want)
			}
			for i, v := range doubts {
				if got := v.Pointer + " " + v.Code + " " + v.Text; !strings.Contains(got, c.want[i]) {
					t.Errorf("%q, want %q", got, c.want[i])
				}
			}
			r := receipt(t, p.deliver(p.xa, p.xb, out.Message))
			if len(r.Warnings) != len(c.want) || !strings.HasPrefix(strings.Join(r.Warnings, ","), c.taken) {
				t.Errorf("the receipt warns %q, want %q", r.Warnings, c.taken)
			}
			if vs := schema.Valid(r); vs.Err() != nil {
				t.Errorf("the receipt is %v", vs)
			}
		})
	}
}

func TestAnImportedListStandsInThePlaceOfTheOneBefore(t *testing.T) {
	s := notify.NewSettings()
	if c := s.Catalogue(); c.Len() != 0 || s.Facilities().Len() != 0 || len(c.Search("", "")) != 0 {
		t.Errorf("before an import there is %+v", c)
	}
	set := func(r notify.SettingRecord) {
		data, err := schema.Canonical(r)
		must(t, err)
		s.Apply(notify.Recorded{Entry: notify.Entry{Type: notify.EntrySetting, At: "2026-11-23T06:00:00.000Z", Data: data}})
	}
	set(notify.SettingRecord{Catalogue: &notify.CatalogueRecord{File: "plants.csv", List: []byte(plants)}, By: "admin"})
	c := s.Catalogue()
	if c.Len() != 5 || c.File != "plants.csv" || c.By != "admin" || c.At != "2026-11-23T06:00:00.000Z" || c.Digest != schema.NewDigest([]byte(plants)) {
		t.Errorf("imported %+v", c)
	}
	set(notify.SettingRecord{Catalogue: &notify.CatalogueRecord{File: "one.csv", List: []byte(strings.Join(strings.SplitAfter(plants, "\n")[:2], ""))}, By: "admin"})
	if got := s.Facilities(); got.Len() != 1 || s.Catalogue().File != "one.csv" {
		t.Errorf("then there are %d of %s", got.Len(), s.Catalogue().File)
	}
	set(notify.SettingRecord{User: &notify.User{Login: "x"}, By: "admin"})
	if s.Facilities().Len() != 1 {
		t.Error("another setting takes the list away")
	}
}
