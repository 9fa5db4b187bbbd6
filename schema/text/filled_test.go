package text

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"forthwith/schema"
)

// filler fills every field of a document.
type filler struct {
	// text is what stands in a field for free text of so many characters.
	text func(most int) string
	n    int
}

// tokens are short words, each another.
func tokens() *filler {
	f := &filler{}
	f.text = func(int) string { f.n++; return fmt.Sprintf("w%dx", f.n) }
	return f
}

// longest is as much of a word as each field takes.
func longest(word string) *filler { return upTo(8000, word) }

// upTo is as much of a word as each field takes, and no more characters than so many.
func upTo(limit int, word string) *filler {
	return &filler{text: func(most int) string { return string([]rune(strings.Repeat(word, limit))[:min(most, limit)]) }}
}

// message is one of the kind with every field filled.
func (f *filler) message(k schema.Kind, w schema.Workspace) *schema.Message {
	rule, _ := k.Rule()
	m := &schema.Message{Body: rule.NewBody()}
	f.fill(reflect.ValueOf(&m.Header).Elem(), "")
	f.fill(reflect.ValueOf(m.Body).Elem(), "")
	h := header(k, w)
	m.Header.ID, m.Header.Kind, m.Header.Workspace, m.Header.Context, m.Header.Language = h.ID, k, w, h.Context, "fr"
	m.Header.Event, m.Header.Exercise = h.Event, h.Exercise
	return m
}

var mostOf = regexp.MustCompile(`max=(\d+)`)

func (f *filler) fill(v reflect.Value, tag string) {
	switch v.Interface().(type) {
	case schema.Quantity, *schema.Quantity:
		q := schema.Quantity{Value: 12.5, Unit: unitFor(tag)}
		if v.Kind() == reflect.Pointer {
			v.Set(reflect.ValueOf(&q))
			return
		}
		v.Set(reflect.ValueOf(q))
		return
	case schema.Point:
		v.Set(reflect.ValueOf(schema.Point{Latitude: 56.5, Longitude: -4.25}))
		return
	case []byte:
		v.SetBytes([]byte("not an envelope"))
		return
	case schema.Availability:
		v.SetString(string(schema.Provided))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), tag)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Tag.Get("validate"))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), tag)
		f.fill(v.Index(1), tag)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(56.5)
	case reflect.String:
		v.SetString(f.word(v.Interface(), tag))
	}
}

func (f *filler) word(of any, tag string) string {
	switch of.(type) {
	case schema.Time:
		return "2026-11-23T05:58:00Z"
	case schema.Instant:
		return "2026-11-23T05:58:00.000Z"
	case schema.Party:
		return "XB"
	case schema.MessageID:
		return string(firstID)
	case schema.EventID, schema.ExerciseID:
		return "XA-2026-K7M3QP"
	case schema.Digest:
		return string(schema.NewDigest(nil))
	case schema.Nuclide:
		return "I-131"
	}
	if c := choices(tag); len(c) > 0 {
		return c[0]
	}
	switch most := mostOf.FindStringSubmatch(tag); {
	case strings.Contains(tag, "language"):
		return "fr"
	case most != nil && !strings.Contains(tag, "website"):
		n, _ := strconv.Atoi(most[1])
		return f.text(n)
	}
	return f.text(10)
}

// unitFor is a unit that the rule takes.
func unitFor(tag string) schema.Unit {
	for rule, u := range map[string]schema.Unit{"angle": "deg", "length": "m", "height": "m", "speed": "m/s", "power": "MW", "area": "m2", "temperature": "Cel", "percentage": "%"} {
		if strings.Contains(tag, "quantity="+rule) {
			return u
		}
	}
	return "Bq"
}
