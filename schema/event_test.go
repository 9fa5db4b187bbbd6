package schema_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"forthwith/schema"
)

// event are the messages of testdata/event, in the order they were released: an
// emergency from its notification to its termination, and a false alarm.
func event(t testing.TB) map[string]*schema.Message {
	t.Helper()
	files, err := filepath.Glob("testdata/event/*.yaml")
	if err != nil || len(files) != 8 {
		t.Fatalf("%q, %v", files, err)
	}
	out := make(map[string]*schema.Message)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		j, err := yaml.YAMLToJSON(text)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		m, vs := schema.ParseMessage(j)
		if m == nil {
			t.Fatalf("%s: %v", f, vs)
		}
		out[filepath.Base(f)] = m
	}
	return out
}

func TestTheSampleEventIsWithoutFault(t *testing.T) {
	said := make(map[string]bool)
	for name, m := range event(t) {
		if vs := m.Validate(m.Header.ReleasedAt.Std()); len(vs) > 0 {
			t.Errorf("%s: %v", name, vs)
		}
		said[string(m.Header.Kind)] = true
		fields(reflect.ValueOf(m.Body), said)
	}
	// What others test their renderings with has to be there.
	for _, want := range []string{
		"notification", "information", "correction", "withdrawal", "termination",
		"Area.Circle", "Area.Sector", "Area.Polygon", "Area.Text", "AirPhase.Occurrence", "WaterPhase.Body", "Water.CurrentTowards", "Weather.WindFrom", "DoseRate.Value",
		"Result.Value", "Quantity.Qualifier", "Quantity.Uncertainty", "ProtectiveAction.Till", "Projection.Value", "Source.Nuclides", "IodineFractions.Organic", "Casualties.Number",
		"PublicInformation.Website", "PlantStatus.FuelDamage", "Background.Value", "Offset.Bearing", "Location.AboveSea", "INES.Status", "Notification.Arrangement",
	} {
		if !said[want] {
			t.Errorf("the sample event has no %s", want)
		}
	}
}

// fields notes which fields of which types have a value.
func fields(v reflect.Value, said map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fields(v.Elem(), said)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fields(v.Index(i), said)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				said[v.Type().Name()+"."+v.Type().Field(i).Name] = true
				fields(f, said)
			}
		}
	}
}

// Each message follows the one before, and all of one event are of one event.
func TestTheSampleEventHangsTogether(t *testing.T) {
	all := event(t)
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		m := all[name].Header
		if m.Sequence == 1 {
			continue
		}
		before := all[names[i-1]].Header
		if m.Follows != before.ID || m.Event != before.Event || m.Sequence != before.Sequence+1 {
			t.Errorf("%s does not follow %s", name, names[i-1])
		}
	}
}
