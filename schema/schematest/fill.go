package schematest

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"forthwith/schema"
)

// fill sets the fields of what x points to, by the rules that stand in their
// validate tags.
func (s *Source) fill(x any) {
	s.structure(reflect.ValueOf(x).Elem())
	s.mend(x)
}

func (s *Source) structure(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag, each, _ := strings.Cut(f.Tag.Get("validate"), "dive")
		r := rules{f.Name, strings.Split(strings.TrimSuffix(tag, ","), ","), strings.Split(strings.TrimPrefix(each, ","), ",")}
		if r.optional(f.Type) && !s.Full && s.IntN(2) == 0 {
			continue
		}
		s.set(v.Field(i), r)
	}
}

// rules are those of one field, and those of each element of it.
type rules struct {
	name     string
	of, each []string
}

// value is that of the rule, as max has one.
func (r rules) value(rule string) (string, bool) {
	for _, x := range r.of {
		if name, v, _ := strings.Cut(x, "="); name == rule {
			return v, true
		}
	}
	return "", false
}

func (r rules) has(rule string) bool { _, ok := r.value(rule); return ok }

func (r rules) limit(rule string, otherwise int) int {
	v, ok := r.value(rule)
	n, err := strconv.Atoi(v)
	if !ok || err != nil {
		return otherwise
	}
	return n
}

func (r rules) optional(t reflect.Type) bool {
	if r.has("required") || r.has("required_without") || r.limit("min", 0) > 0 && !r.has("omitempty") {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Bool:
		return true
	case reflect.String:
		return r.has("omitempty") || len(r.of) == 1 && (r.of[0] == "" || r.has("max"))
	}
	return r.has("omitempty")
}

func (s *Source) set(v reflect.Value, r rules) {
	switch x := v.Addr().Interface().(type) {
	case *schema.Quantity:
		*x = s.quantity(r)
		return
	case *[]byte:
		*x = []byte("of a document") // enclose knows which
		return
	case *schema.Time:
		*x = s.time(r.name)
		return
	case *schema.Instant:
		*x = ReleasedAt
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		s.set(v.Elem(), r)
	case reflect.Struct:
		s.structure(v)
		s.mend(v.Addr().Interface())
	case reflect.Slice:
		s.list(v, r)
	case reflect.String:
		v.SetString(s.text(r))
	case reflect.Bool:
		v.SetBool(s.Full || s.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(s.number(r))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.limit("gte", 0) + 1 + s.IntN(min(r.limit("lte", 5), 5))))
	}
}

func (s *Source) list(v reflect.Value, r rules) {
	n := max(1, r.limit("min", 1)) + s.IntN(2)
	if s.Full {
		n = max(2, r.limit("min", 2))
	}
	words := oneOf(rules{of: r.each})
	for i := range min(n, r.limit("max", n)) {
		e := reflect.New(v.Type().Elem()).Elem()
		s.set(e, rules{r.name, r.each, nil})
		if len(words) > 0 && r.has("unique") {
			e.SetString(words[i%len(words)])
		}
		v.Set(reflect.Append(v, e))
	}
}

// oneOf are the words that a field may have.
func oneOf(r rules) (words []string) {
	list, ok := r.value("oneof")
	for ok && list != "" {
		var w string
		if list[0] == '\'' {
			w, list, _ = strings.Cut(list[1:], "'")
		} else {
			w, list, _ = strings.Cut(list, " ")
		}
		list = strings.TrimLeft(list, " ")
		words = append(words, strings.ReplaceAll(w, "0x2C", ","))
	}
	return words
}

// texts are what officers may write, and what programs stumble over.
var texts = []string{"In puffs.", "Больше не известно.", "放射線", "a;b%3B%", "CAUSE: none", "two\nlines", "one\n\ntwo", "<b>&amp;</b>", "\"quoted\"", "  blanks  ", "EXERCISE", "a=b", "\r\n", "tab\there", "…"}

// forms are a value for each rule that asks for a form.
var forms = map[string][]string{
	"party": {"XB", "XC", "IAEA"}, "state": {"XA", "XB"}, "nuclide": {"I-131", "Ag-110m", "Cs-134 Cs-137", "T-Beta", "Sr+Rare"},
	"language": {"en", "fr", "zh-Hans", "pt-BR"}, "mediatype": {"image/png", "application/pdf"},
	"website": {"https://example.org", "https://example.org/emergency?a=b&c=d"}, "uuid4": {"7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f"},
	"unit": {"Bq/m3", "%"}, "kind": {"notification"},
}

func (s *Source) text(r rules) string {
	if words := oneOf(r); len(words) > 0 {
		return pick(s, words...)
	}
	for rule, values := range forms {
		if r.has(rule) {
			return pick(s, values...)
		}
	}
	s.next++
	switch {
	case r.has("messageid"):
		return string(s.messageID())
	case r.has("eventid"):
		return string(s.eventID())
	case r.has("digest"):
		return string(schema.NewDigest([]byte{byte(s.next)}))
	case r.has("filename"):
		return fmt.Sprintf("plume %d.png", s.next)
	}
	most := []rune(fmt.Sprintf("%s %s %d", pick(s, "Text", "Ünit", "a"), pick(s, texts...), s.next))
	return string(most[:min(len(most), r.limit("max", len(most)))])
}

// time is one that its field may have: what begins is before what ends, what has
// been is past, and what is due is to come.
func (s *Source) time(name string) schema.Time {
	minute := func(hour int) schema.Time {
		return schema.Time(fmt.Sprintf("2026-11-23T%02d:%02d:%02dZ", hour, s.IntN(60), s.IntN(60)))
	}
	switch name {
	case "Till", "ValidTill":
		return minute(5)
	case "NextUpdateDue", "DueAt", "By":
		return minute(8)
	case "From", "NeededBy", "AvailableFrom":
		return minute(3)
	}
	return minute(4)
}

func (s *Source) number(r rules) float64 {
	low, high := float64(r.limit("gte", 0)), float64(min(r.limit("lte", 100), r.limit("lt", 100)))
	x := low + s.Float64()*(high-low)*0.99
	return float64(int(x*1000)) / 1000
}

// units are one or two of each sort of quantity.
var units = map[string][]schema.Unit{
	"activity": {"Bq", "TBq"}, "angle": {"deg"}, "area": {"m2", "km2"}, "doserate": {"uSv/h", "mGy/h"}, "flow": {"m3/s"}, "height": {"m", "km"},
	"irradiance": {"W/m2"}, "length": {"m", "km"}, "percentage": {"%"}, "power": {"MW"}, "precipitation": {"mm"}, "pressure": {"hPa"},
	"rainrate": {"mm/h"}, "speed": {"m/s", "km/h"}, "temperature": {"K", "Cel"}, "volume": {"m3", "L"}, "": {"Bq/m3", "mSv"},
}

func (s *Source) quantity(r rules) schema.Quantity {
	sort, _ := r.value("quantity")
	q := schema.Quantity{Value: pick(s, 0.5, 12, 31.25, 97.3), Unit: pick(s, units[sort]...)}
	if s.Full || s.IntN(3) == 0 {
		q.Qualifier = pick(s, schema.BelowDetection, schema.AtMost, schema.AtLeast, schema.About)
		q.Uncertainty = &schema.Uncertainty{Value: 3, Type: "2SD", Unit: q.Unit}
	}
	return q
}
