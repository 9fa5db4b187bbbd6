package schema

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/go-playground/validator/v10"
)

// fields holds the rules of single fields, from the validate tags.
var fields = sync.OnceValue(newFields)

func newFields() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	text := func(ok func(string) bool) validator.Func {
		return func(fl validator.FieldLevel) bool { return ok(fl.Field().String()) }
	}
	parses := func(f func(string) error) validator.Func {
		return text(func(s string) bool { return f(s) == nil })
	}
	for tag, f := range map[string]validator.Func{
		"party":      parses(func(s string) error { _, err := ParseParty(s); return err }),
		"messageid":  parses(func(s string) error { _, err := ParseMessageID(s); return err }),
		"eventid":    parses(func(s string) error { _, err := ParseEventID(s); return err }),
		"utcseconds": parses(func(s string) error { _, err := ParseTime(s); return err }),
		"utcmillis":  parses(func(s string) error { _, err := ParseInstant(s); return err }),
		"kind":       text(func(s string) bool { _, ok := Kind(s).Rule(); return ok }),
		"digest":     text(func(s string) bool { return Digest(s).plain() }),
		"nuclide":    text(nuclide.MatchString),
		"unit":       text(func(s string) bool { return units[s] }),
		"finite": func(fl validator.FieldLevel) bool {
			x := fl.Field().Float()
			return !math.IsNaN(x) && !math.IsInf(x, 0)
		},
	} {
		// The error is about an empty tag or a nil function; the table has none.
		_ = v.RegisterValidation(tag, f)
	}
	return v
}

var (
	nuclide = regexp.MustCompile(`^[A-Z][a-z]?-[0-9]{1,3}m?$`)
	units   = set("Bq Bq/m3 Bq/m2 Bq/kg Bq/L Bq.s/m3 Bq/s Sv Gy Sv/h mSv/h uSv/h nSv/h Gy/h uGy/h nGy/h Sv/s Gy/s " +
		"m km m/s deg K Cel hPa mm mm/h % W/m2 MW {count}/s")
)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Valid checks the field rules of any document of this package.
func Valid(doc any) Violations { return fieldViolations("", doc) }

// fieldViolations has the first addressee stand for all where all keep their rules:
// by reflection, ten cost as much as the rest of the header.
func (h *Header) fieldViolations() Violations {
	short := *h
	if h.Addressees.plain() {
		short.Addressees = h.Addressees[:1]
	}
	return fieldViolations("/header", short)
}

func fieldViolations(prefix string, doc any) Violations {
	var vs Violations
	// Of a struct behind a pointer the validator copies every field that it looks at.
	if v := reflect.ValueOf(doc); v.Kind() == reflect.Pointer && !v.IsNil() {
		doc = v.Elem().Interface()
	}
	err := fields().Struct(doc)
	if err == nil {
		return nil
	}
	errs, ok := err.(validator.ValidationErrors)
	if !ok {
		vs.errorf("form", prefix, "", "%v", err)
		return vs
	}
	for _, fe := range errs {
		vs.errorf(code(fe), prefix+pointer(fe.Namespace()), "", "%s", sentence(fe))
	}
	return vs
}

// pointer turns validator's Message.addressees[0] into /addressees/0. The name of
// the type stands first; that of an Item has its type parameter in brackets.
func pointer(ns string) string {
	_, path, _ := strings.Cut(typeParameter.ReplaceAllString(ns, ""), ".")
	r := strings.NewReplacer(".", "/", "[", "/", "]", "")
	return "/" + r.Replace(path)
}

var typeParameter = regexp.MustCompile(`^\w+\[.*?\]`)

func code(fe validator.FieldError) string {
	switch tag := fe.Tag(); {
	case strings.HasPrefix(tag, "required"), tag == "min" && fe.Kind() == reflect.Slice:
		return "required"
	case fe.Kind() == reflect.String && fe.Value() == reflect.Zero(fe.Type()).Interface():
		return "required"
	case tag == "gte", tag == "lte", tag == "lt", tag == "max", tag == "min":
		return "range"
	default:
		return tag
	}
}

func sentence(fe validator.FieldError) string {
	val := fmt.Sprint(fe.Value())
	if len(val) > 80 {
		val = strings.ToValidUTF8(val[:80], "") + "…"
	}
	if code(fe) == "required" {
		if fe.Tag() == "required_without" {
			return "give this or " + strings.ToLower(fe.Param())
		}
		if fe.Kind() == reflect.Slice {
			return "give at least one"
		}
		return "this is needed" + wanted(fe)
	}
	switch fe.Tag() {
	case "party":
		_, err := ParseParty(val)
		return fmt.Sprint(err)
	case "max", "lte":
		return fmt.Sprintf("at most %s", fe.Param())
	case "lt":
		return fmt.Sprintf("below %s", fe.Param())
	case "min", "gte":
		return fmt.Sprintf("at least %s", fe.Param())
	case "unique":
		return "the same one stands here twice; leave one"
	}
	return fmt.Sprintf("%q does not fit%s", val, wanted(fe))
}

func wanted(fe validator.FieldError) string {
	switch fe.Tag() {
	case "oneof":
		return ": one of " + strings.ReplaceAll(fe.Param(), "'", "\"")
	case "utcseconds":
		return ": UTC in whole seconds, as in 2026-11-23T06:40:00Z"
	case "utcmillis":
		return ": UTC in milliseconds, as in 2026-11-23T06:40:00.000Z"
	case "nuclide":
		return ": a nuclide as in I-131 or Ag-110m"
	case "unit":
		return ": a UCUM unit of the closed set, as in Bq, uSv/h, m/s, deg"
	case "messageid":
		return ": a UUID version 7 in lower case"
	case "eventid":
		return ": an event id as in XA-2026-K7M3QP"
	case "bcp47_language_tag":
		return ": a language as in en or fr"
	case "kind":
		return ": one of " + kindNames()
	}
	return ""
}

// Validate checks everything that can be known of a message by itself: fields,
// rules across fields, and, as warnings, what Art. 5 would still like to have.
// now is the reader's clock, for times that cannot be.
func (m *Message) Validate(now time.Time) Violations {
	vs := m.Header.fieldViolations()
	vs = append(vs, fieldViolations("/body", m.Body)...)
	vs = append(vs, m.headerRules()...)
	vs = append(vs, m.bodyRules(now)...)
	return vs
}
