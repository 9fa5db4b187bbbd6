package cap

import (
	"crypto/sha1"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
)

// info judges one info and how it goes with the alert and its other infos.
func (c *checker) info(a *Alert, n int) {
	i, at := &a.Infos[n], "/alert/"+numbered("info", n)
	if i.Language != "" && !languageTag.MatchString(i.Language) {
		c.fail(at+"/language", "language", "%q is no language tag; write one as in en-GB", clip(i.Language))
	}
	if len(i.Categories) == 0 {
		c.fail(at+"/category", "element-missing", "category is missing; add it")
	}
	for k, x := range i.Categories {
		oneOf(c, at+"/"+numbered("category", k), x, categories)
	}
	c.present(at+"/event", i.Event)
	for k, x := range i.ResponseTypes {
		oneOf(c, at+"/"+numbered("responseType", k), x, responseTypes)
	}
	oneOf(c, at+"/urgency", i.Urgency, urgencies)
	oneOf(c, at+"/severity", i.Severity, severities)
	oneOf(c, at+"/certainty", i.Certainty, certainties)
	for k, x := range i.EventCodes {
		c.present(at+"/"+numbered("eventCode", k)+"/valueName", x.Name)
	}
	for k, x := range i.Parameters {
		c.present(at+"/"+numbered("parameter", k)+"/valueName", x.Name)
	}
	c.times(a, i, at)
	c.markup(at+"/headline", i.Headline)
	c.markup(at+"/description", i.Description)
	c.markup(at+"/instruction", i.Instruction)
	if i.Web != "" && c.uri(at+"/web", i.Web) && !isAbsolute(i.Web) {
		c.fail(at+"/web", "uri-relative", "%q has no scheme; write the whole address, as in https://…", clip(i.Web))
	}
	for k := range i.Resources {
		c.resource(&i.Resources[k], at+"/"+numbered("resource", k))
	}
	for k := range i.Areas {
		c.area(&i.Areas[k], at+"/"+numbered("area", k))
	}
	c.sameEvent(a.Infos[:n], i, at)
}

// sameEvent holds an info against those before it: several are the same event in
// several languages, or no reader can know what they are.
func (c *checker) sameEvent(before []Info, i *Info, at string) {
	if len(before) == 0 {
		return
	}
	for k := range before {
		if strings.EqualFold(before[k].Lang(), i.Lang()) {
			c.warn(at, "language-twice", "an earlier info is in %s too; whether they are several hazards or areas, CAP does not say", clip(i.Lang()))
			break
		}
	}
	first := &before[0]
	if !slices.Equal(first.Categories, i.Categories) || !slices.Equal(first.EventCodes, i.EventCodes) {
		c.warn(at, "info-differs", "category or eventCode differ from the first info; they may be about different events")
	}
}

func (c *checker) times(a *Alert, i *Info, at string) {
	c.optionalTime(at+"/effective", i.Effective)
	c.optionalTime(at+"/onset", i.Onset)
	c.optionalTime(at+"/expires", i.Expires)
	if i.Expires == "" {
		c.ask(at+"/expires", "expires-missing", "nobody can know when the alert ends; write expires")
		return
	}
	from := a.Sent.Std()
	if i.Effective != "" {
		from = i.Effective.Std()
	}
	if end := i.Expires.Std(); !end.IsZero() && !end.After(from) {
		c.warn(at+"/expires", "expires-early", "the alert ends before it begins; ask the sender")
	}
}

// markup is what some senders write into plain text.
var markup = regexp.MustCompile(`</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+);`)

func (c *checker) markup(path, s string) {
	if m := markup.FindString(s); m != "" {
		c.warn(path, "markup", "the text contains the markup %q, which is shown as it stands", clip(m))
	}
}

func (c *checker) resource(r *Resource, at string) {
	c.present(at+"/resourceDesc", r.Description)
	if !mimeType.MatchString(r.MimeType) {
		c.fail(at+"/mimeType", "mime-type", "%q is no media type; write one as in application/pdf", clip(r.MimeType))
	}
	if r.Size != nil && *r.Size < 0 {
		c.fail(at+"/size", "number", "a size of %d is below zero; write bytes", *r.Size)
	}
	if r.URI != "" && c.uri(at+"/uri", r.URI) && !isAbsolute(r.URI) && r.Content == nil {
		c.fail(at+"/uri", "uri-relative", "%q is the name of an embedded file and there is none; write the whole address, or embed it", clip(r.URI))
	}
	if r.URI == "" && r.Content == nil {
		c.warn(at, "resource-empty", "the resource has neither an address nor an embedded file")
	}
	if r.Digest != "" && !digest.MatchString(r.Digest) {
		c.fail(at+"/digest", "digest", "%q is no SHA-1; write 40 hexadecimal digits", clip(r.Digest))
	}
	c.content(r, at)
}

// content holds an embedded file against what is said of it.
func (c *checker) content(r *Resource, at string) {
	if r.Content == nil {
		return
	}
	switch {
	case len(r.Content) == 0:
		c.fail(at+"/derefUri", "base64", "the embedded file has no bytes; leave derefUri out")
	case len(r.Content) > MaxContent:
		c.fail(at+"/derefUri", contentTooLong.code, "%s", contentTooLong.text)
	}
	if r.Size != nil && *r.Size != int64(len(r.Content)) {
		c.warn(at+"/size", "size-differs", "the embedded file has %d bytes and not %d", len(r.Content), *r.Size)
	}
	if sum := sha1.Sum(r.Content); digest.MatchString(r.Digest) && !strings.EqualFold(r.Digest, hex.EncodeToString(sum[:])) {
		c.fail(at+"/digest", "digest-differs", "the embedded file has another SHA-1, %x; it was changed, ask the sender", sum)
	}
}

func (c *checker) area(a *Area, at string) {
	c.present(at+"/areaDesc", a.Description)
	for i, p := range a.Polygons {
		c.polygon(p, at+"/"+numbered("polygon", i))
	}
	for i, x := range a.Circles {
		path := at + "/" + numbered("circle", i)
		c.point(path, x.Center)
		if !fits(x.RadiusKm) || x.RadiusKm < 0 || x.RadiusKm > maxRadius {
			c.fail(path, "radius", "a radius of %g is below zero or more than half the Earth; write kilometres", x.RadiusKm)
		}
	}
	for i, x := range a.Geocodes {
		c.present(at+"/"+numbered("geocode", i)+"/valueName", x.Name)
	}
	c.height(at+"/altitude", a.Altitude)
	c.height(at+"/ceiling", a.Ceiling)
	switch {
	case a.Ceiling == nil:
	case a.Altitude == nil:
		c.fail(at+"/ceiling", "ceiling-alone", "there is a ceiling and no altitude; write where the range begins")
	case *a.Ceiling < *a.Altitude:
		c.fail(at+"/ceiling", "ceiling-below-altitude", "the ceiling is below the altitude; write the lower one as altitude")
	}
}

func (c *checker) height(path string, x *float64) {
	if x != nil && !fits(*x) {
		c.fail(path, "number", "%g is no height; write feet with at most %d characters", *x, maxNumber)
	}
}

func (c *checker) polygon(p Polygon, path string) {
	for _, pt := range p {
		c.point(path, pt)
	}
	switch {
	case len(p) > MaxPoints:
		c.fail(path, tooManyPoints.code, "%s", tooManyPoints.text)
	case len(p) < 4:
		c.fail(path, "polygon-short", "the polygon has %d points; three corners and the first again are the fewest", len(p))
	case p[0] != p[len(p)-1]:
		c.fail(path, "polygon-open", "the polygon ends at %s and not where it began; repeat its first point", p[len(p)-1])
	}
}

func (c *checker) point(path string, p Point) {
	switch {
	case fits(p.Lat) && fits(p.Lon) && p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180:
	case p.Lat < -90 && p.Lat >= -180 && p.Lon >= -90 && p.Lon <= 90, p.Lat > 90 && p.Lat <= 180 && p.Lon >= -90 && p.Lon <= 90:
		c.fail(path, "coordinate-order", "%s looks like longitude,latitude; write latitude first", p)
	default:
		c.fail(path, "coordinate", "%s is no point; write latitude from -90 to 90 and longitude from -180 to 180", clip(p.String()))
	}
}

var (
	languageTag = regexp.MustCompile(`^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`) // xs:language
	mimeType    = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]*/[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]*(\s*;.*)?$`)
	digest      = regexp.MustCompile(`^[0-9a-fA-F]{40}$`)
)
