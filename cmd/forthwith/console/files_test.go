package console_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"forthwith/notify"
	"forthwith/schema"
)

// attach gives XA's node a file.
func (o *office) attach(w schema.Workspace, name, mediaType string, b []byte) schema.Attachment {
	o.t.Helper()
	a := schema.Attachment{Name: name, MediaType: mediaType, Size: int64(len(b)), Digest: schema.NewDigest(b)}
	_, err := o.Node("XA").KeepFile(o.ctx, w, officer("haddad", "nca-d"), a.Digest, a.Size, bytes.NewReader(b))
	must(o.t, err)
	return a
}

// obtained waits until XB has the files and XA knows.
func (o *office) obtained(w schema.Workspace, files ...schema.Attachment) {
	o.t.Helper()
	for _, f := range files {
		tr := o.Node("XA").Tracker(w)
		for {
			changed := tr.Changed()
			if len(tr.Obtained(f.Digest)) > 0 {
				break
			}
			select {
			case <-changed:
			case <-time.After(time.Minute):
				o.t.Fatalf("%s never came to XB", f.Name)
			}
		}
	}
}

// plume is a drawing of where it goes.
func plume(t *testing.T) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 480, 240))
	for x := range 480 {
		for y := range 240 {
			d := math.Abs(float64(y-120)) / (4 + float64(x)/3)
			m.Set(x, y, color.RGBA{255, uint8(255 * min(1, d)), uint8(230 * min(1, d*d)), 255})
		}
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, m))
	return b.Bytes()
}

const (
	hostile = "<!doctype html><script>document.title='owned'</script><p>not a picture"
	drawn   = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
)

// TestOfficerLooksAtFiles does so in a real browser. What is not what it is called
// is said to be, and runs nowhere.
func TestOfficerLooksAtFiles(t *testing.T) {
	o := newOffice(t)
	o.exercise()
	ctx := chromium(t)
	for _, w := range schema.Workspaces {
		files := []schema.Attachment{
			o.attach(w, "plume.png", "image/png", plume(t)),
			o.attach(w, "doses.csv", "text/csv", []byte("place,nSv/h\nLissa,120\n")),
			o.attach(w, "evil.png", "image/png", []byte(hostile)),
			o.attach(w, "area.svg", "image/svg+xml", []byte(drawn)),
		}
		out := o.notify(w, "with files", files...)
		o.obtained(w, files...)
		b := &browser{t: t, ctx: ctx, o: o, w: w}
		b.signIn("XB", "moreno")
		b.open("/events/" + string(out.Event))
		b.see("plume.png")
		b.see("▲ is text/html, not image/png")
		b.shot("event-files")
		b.click("a[href$='/attachments/1']")
		b.see("With a notification of Arvania (XA)")
		seen := "(() => { const i = document.querySelector('figure img'); return i && i.complete && i.naturalWidth == 480 })()"
		if err := b.poll(seen); err != nil {
			t.Errorf("the picture is not drawn: %v", err)
		}
		b.shot("file-picture")
		path := "/messages/" + string(out.Message) + "/attachments/"
		b.open(path + "2")
		b.see("Lissa,120")
		b.shot("file-text")
		b.open(path + "3")
		b.see("<script>document.title='owned'</script>")
		b.see("the message calls it image/png")
		b.open(path + "4")
		b.see("A file of this type is not shown here")
		title, err := chromedp.Run(ctx, chromedp.Title())
		must(t, err)
		if want := map[schema.Workspace]string{schema.Live: "LIVE: ", schema.Exercise: "EXERCISE: "}[w]; !strings.HasPrefix(title, want) {
			t.Errorf("title %q of a page in %s", title, w)
		}
		b.signIn("XA", "silva")
		b.open("/events/" + string(out.Event))
		b.see("1 of 1 received")
		b.shot("event-own-files")
	}
}

// TestWhatOthersSentIsNeverRun reads how a browser is told to take each file.
func TestWhatOthersSentIsNeverRun(t *testing.T) {
	o := newOffice(t)
	files := []schema.Attachment{
		o.attach(schema.Live, "plume.png", "text/html", plume(t)),
		o.attach(schema.Live, "evil.png", "image/png", []byte(hostile)),
		o.attach(schema.Live, "area.svg", "image/svg+xml", []byte(drawn)),
		o.attach(schema.Live, "Karte Ö \"1\".csv", "text/csv", []byte("a,b\n1,2\n")),
	}
	out := o.notify(schema.Live, "with files", files...)
	o.obtained(schema.Live, files...)
	f := newFront(t, o.server("XB", "127.0.0.1:80"))
	f.signIn("moreno")
	get := func(n int, query string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", fmt.Sprintf("http://live.localhost/messages/%s/attachments/%d/file%s", out.Message, n, query), nil)
		r.AddCookie(&http.Cookie{Name: "forthwith-live", Value: f.tokens["moreno"]})
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		return w
	}
	for _, c := range []struct {
		n                 int
		query, mime, disp string
	}{
		{1, "", "image/png", `inline; filename=plume.png`},
		{1, "?save", "image/png", `attachment; filename=plume.png`},
		{2, "", "text/plain; charset=utf-8", `attachment; filename=evil.png`},
		{3, "", "image/svg+xml", `attachment; filename=area.svg`},
		{4, "", "text/plain; charset=utf-8", `inline; filename*=utf-8''Karte%20%C3%96%20%221%22.csv`},
	} {
		w := get(c.n, c.query)
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Type") != c.mime || h.Get("Content-Disposition") != c.disp ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" || w.Body.Len() != int(files[c.n-1].Size) {
			t.Errorf("file %d%s: %d, %v, %d bytes", c.n, c.query, w.Code, h, w.Body.Len())
		}
	}
	if w := get(5, ""); w.Code != 404 {
		t.Errorf("a fifth file of four: %d", w.Code)
	}
}

// TestFilesOverTheAPI gives files as any program might.
func TestFilesOverTheAPI(t *testing.T) {
	o := newOffice(t)
	f := newFront(t, o.server("XA", "127.0.0.1:80"))
	must(t, o.Node("XA").SetUser(o.ctx, notify.User{Login: "weather", Name: "Weather", Desk: "nca-d", Machine: true, Secret: machineSecret, Since: schema.NewInstant(o.Node("XA").Now())}, "test"))
	b := "place,nSv/h\nLissa,120\nOrn,98\n"
	digest := string(schema.NewDigest([]byte(b)))
	large := strings.Repeat("x", schema.MaxAttachment+1)
	for _, s := range []step{
		{"weather", "PUT live/files/" + digest, b, 200, `"mediaType":"text/csv"`},
		{"weather", "PUT live/files/" + digest, b, 200, `"size":29`},
		{"haddad", "PUT live/files/" + digest, "other", 200, `"size":29`}, // it is here, and is not read
		{"haddad", "PUT exercise/files/" + digest, "other", 422, "are not those"},
		{"haddad", "PUT live/files/" + string(schema.NewDigest(nil)), "", 400, "with its length"},
		{"haddad", "PUT live/files/sha256:12", b, 400, "64 hexadecimal digits"},
		{"haddad", "PUT live/files/" + string(schema.NewDigest([]byte(large))), large, 413, "at most 67108864"},
		{"", "PUT live/files/" + digest, b, 401, ""},
		{"haddad", "GET live/messages/0199c7a2-0000-7000-8000-000000000001/attachments", "", 404, ""},
		{"haddad", "GET live/messages/0199c7a2-0000-7000-8000-000000000001/attachments/1", "", 404, ""},
	} {
		f.do(s)
	}
}
