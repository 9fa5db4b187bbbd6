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
	rules := map[string]validator.Func{
		"party":      parses(func(s string) error { _, err := ParseParty(s); return err }),
		"state":      parses(func(s string) error { _, err := ParseState(s); return err }),
		"messageid":  parses(func(s string) error { _, err := ParseMessageID(s); return err }),
		"eventid":    parses(func(s string) error { _, err := ParseEventID(s); return err }),
		"utcseconds": parses(func(s string) error { _, err := ParseTime(s); return err }),
		"utcmillis":  parses(func(s string) error { _, err := ParseInstant(s); return err }),
		"kind":       text(func(s string) bool { _, ok := Kind(s).Rule(); return ok }),
		"digest":     text(func(s string) bool { return Digest(s).Plain() }), // as its pattern, and quicker
		"unit":       text(func(s string) bool { return units[Unit(s)].si != "" }),
		"given":      func(fl validator.FieldLevel) bool { return !math.IsNaN(fl.Field().Float()) },
		"quantity": func(fl validator.FieldLevel) bool {
			q, ok := fl.Field().Interface().(Quantity)
			member, _ := sorts[fl.Param()].fits(q)
			return ok && member == ""
		},
	}
	for tag, p := range patterns {
		if rules[tag] == nil {
			rules[tag] = text(p.MatchString)
		}
	}
	for tag, f := range rules {
		// The error is about an empty tag or a nil function; the table has none.
		_ = v.RegisterValidation(tag, f)
	}
	return v
}

// patterns are the rules of a field that one regular expression says; they are the
// same in the JSON Schemas.
var patterns = map[string]*regexp.Regexp{
	"digest":    regexp.MustCompile(`^sha256:[0-9a-f]{64}$`),
	"nuclide":   regexp.MustCompile(`^(` + nuclides + `( ` + nuclides + `){0,15}|` + combinations + `)$`),
	"language":  regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`),
	"mediatype": regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]*$`),
	"website":   regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$`),
	// No path, no control character, none that turns the direction of writing.
	"filename": regexp.MustCompile(`^[^./\\` + unseen + `][^/\\` + unseen + `]*$`),
}

const (
	// nuclides is one nuclide: an element and a mass number, m for an excited state.
	nuclides = `(` + elements + `)-[0-9]{1,3}m?`
	elements = `H|He|Li|Be|B|C|N|O|F|Ne|Na|Mg|Al|Si|P|S|Cl|Ar|K|Ca|Sc|Ti|V|Cr|Mn|Fe|Co|Ni|Cu|Zn|Ga|Ge|As|Se|Br|Kr|Rb|Sr|Y|Zr|Nb|Mo|Tc|Ru|Rh|Pd|Ag|Cd|In|Sn|Sb|Te|I|Xe|` +
		`Cs|Ba|La|Ce|Pr|Nd|Pm|Sm|Eu|Gd|Tb|Dy|Ho|Er|Tm|Yb|Lu|Hf|Ta|W|Re|Os|Ir|Pt|Au|Hg|Tl|Pb|Bi|Po|At|Rn|Fr|Ra|Ac|Th|Pa|U|Np|Pu|Am|Cm|Bk|Cf|Es|Fm|Md|No|Lr|Rf|Db|Sg|Bh|Hs|Mt|Ds|Rg|Cn|Nh|Fl|Mc|Lv|Ts|Og`
	// combinations are IRIX's NuclideCombination.
	combinations = `T-Alpha|T-Beta|T-Gamma|R-Beta|T-Ca|T-K|T-Na|T-U|Sr\+Rare|I-131\(G\)|I-131\(P\)|I-131\(P\+G\)|Cs\(134/137\)|Sr\(89/90\)`
	unseen       = "\\x00-\\x1f\\x7f\u202a-\u202e\u2066-\u2069"
)

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
		at := prefix + pointer(fe.Namespace())
		if member, _ := misfit(fe); member != "" {
			at += "/" + member
		}
		vs.errorf(code(fe), at, "", "%s", sentence(fe))
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

// misfit is what of a quantity its field does not take.
func misfit(fe validator.FieldError) (member, why string) {
	q, ok := fe.Value().(Quantity)
	if !ok || fe.Tag() != "quantity" {
		return "", ""
	}
	return sorts[fe.Param()].fits(q)
}

func code(fe validator.FieldError) string {
	if member, _ := misfit(fe); member == "value" {
		return "range"
	} else if member == "unit" {
		return "unit"
	}
	switch tag := fe.Tag(); {
	case strings.HasPrefix(tag, "required"), tag == "given", tag == "min" && fe.Kind() == reflect.Slice && reflect.ValueOf(fe.Value()).Len() == 0:
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
	if _, why := misfit(fe); why != "" {
		return why
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
	case "state":
		_, err := ParseState(val)
		return fmt.Sprint(err)
	case "max", "lte":
		return fmt.Sprintf("at most %s", fe.Param())
	case "lt":
		if val == "180" && fe.Param() == "180" {
			return "longitude 180 is written -180"
		}
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
		return ": a nuclide as in I-131 or Ag-110m, several as in Cs-134 Cs-137; otherwise say it as mixture"
	case "unit":
		return ": a UCUM unit of the closed set, as in Bq, uSv/h, m/s, deg"
	case "messageid":
		return ": a UUID version 7 in lower case"
	case "eventid":
		return ": an event id as in XA-2026-K7M3QP"
	case "language":
		return ": a language as in en, fr or zh-Hans"
	case "filename":
		return ": the name of a file without folders, as in plume.png"
	case "mediatype":
		return ": a media type as in application/pdf"
	case "website":
		return ": an address that begins with https://"
	case "kind":
		return ": one of " + kindNames()
	}
	return ""
}

// Validate checks everything that can be known of a message by itself: fields,
// rules across fields, and, as warnings, what Art. 5 would still like to have.
// now is the reader's clock, for times that cannot be.
func (m *Message) Validate(now time.Time) Violations {
	vs := m.FieldViolations()
	c := check{now: now}
	m.headerRules(&c)
	m.bodyRules(&c)
	return append(vs, c.found...)
}

// FieldViolations checks each field by itself: what the JSON Schemas say.
func (m *Message) FieldViolations() Violations {
	return append(m.Header.fieldViolations(), fieldViolations("/body", m.Body)...)
}
