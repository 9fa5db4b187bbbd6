package console_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// office is a simulated federation of XA and XB, each with a console.
type office struct {
	*sim.Federation
	t    *testing.T
	ctx  context.Context
	port map[schema.Party]string
}

const password = "a-long-password"

var desks = map[string]console.Desk{
	"nwp":   {Title: "National Warning Point", Rights: []notify.Right{notify.RightReceive}},
	"nca-d": {Title: "National Emergency Centre", Rights: []notify.Right{notify.RightIssue, notify.RightReceive}},
	"admin": {Title: "Administration", Rights: []notify.Right{notify.RightAdminister, notify.RightCoordinate}},
}

func newOffice(t *testing.T) *office {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Parties: []sim.Party{{Code: "XA", Name: "Arvania", Phone: "+99 1 555 0117"}, {Code: "XB", Name: "Borland", Phone: "+98 2 555 0142"}}, Policy: notify.DefaultPolicy()})
	must(t, err)
	must(t, fed.StartAll(ctx))
	o := &office{Federation: fed, t: t, ctx: ctx, port: make(map[schema.Party]string)}
	hash, err := console.HashPassword(password)
	must(t, err)
	stopped := make(chan error, 2)
	for _, p := range []schema.Party{"XA", "XB"} {
		n := fed.Node(p)
		for login, desk := range map[string]string{"haddad": "nca-d", "silva": "nca-d", "moreno": "nwp", "admin": "admin"} {
			must(t, n.SetUser(ctx, notify.User{Login: login, Name: "Officer " + login, Desk: desk, Secret: hash, Since: schema.NewInstant(n.Now())}, "test"))
		}
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		_, o.port[p], _ = net.SplitHostPort(l.Addr().String())
		srv := o.server(p, l.Addr().String())
		go func() { stopped <- srv.Serve(ctx, l) }()
	}
	t.Cleanup(func() {
		cancel()
		must(t, <-stopped)
		must(t, <-stopped)
		must(t, fed.Close())
	})
	return o
}

func (o *office) server(p schema.Party, listen string) *console.Server {
	return console.New(console.Config{
		Node: o.Node(p), Name: string(p), Desks: desks, SessionKey: []byte("a key of thirty-two random bytes"),
		Log: slog.New(slog.DiscardHandler), Listen: listen,
	})
}

func officer(login, desk string) notify.Officer {
	return notify.Officer{Login: login, Name: "Officer " + login, Desk: desk, Rights: desks[desk].Rights}
}

// exercise has XA announce one, XB enter it, and XA start it.
func (o *office) exercise() {
	o.t.Helper()
	xa, xb := o.Node("XA"), o.Node("XB")
	coordinator := officer("admin", "admin")
	out, err := xa.Desk(schema.Exercise).AnnounceExercise(o.ctx, coordinator, "", "Autumn", []schema.Party{"XB"}, xa.Now())
	must(o.t, err)
	o.reaches("XB", schema.Exercise, out.Message)
	_, err = xb.Desk(schema.Exercise).EnterExercise(o.ctx, coordinator, "", out.Exercise, xb.Now())
	must(o.t, err)
	out, err = xa.Desk(schema.Exercise).MoveExercise(o.ctx, coordinator, "", out.Exercise, schema.ExerciseStart, xa.Now())
	must(o.t, err)
	o.reaches("XB", schema.Exercise, out.Message)
	for _, m := range xb.Tracker(schema.Exercise).Ringing() {
		_, err := xb.Desk(schema.Exercise).Acknowledge(o.ctx, officer("moreno", "nwp"), "", m.Message.Header.ID, schema.RungAcknowledged, "", xb.Now())
		must(o.t, err)
	}
}

func (o *office) reaches(p schema.Party, w schema.Workspace, id schema.MessageID) {
	o.t.Helper()
	for {
		changed := o.Node(p).Tracker(w).Changed()
		if _, ok := o.Node(p).Tracker(w).Message(id); ok {
			return
		}
		select {
		case <-changed:
		case <-time.After(time.Minute):
			o.t.Fatalf("%s never reached %s", id, p)
		}
	}
}

// notify has two officers of XA release a notification with files.
func (o *office) notify(w schema.Workspace, text string, files ...schema.Attachment) notify.Outcome {
	o.t.Helper()
	n := o.Node("XA")
	lat, lon := 57.26, 12.11
	out, err := n.Desk(w).Draft(o.ctx, officer("haddad", "nca-d"), &schema.Message{
		Header: schema.Header{Addressees: []schema.Party{"XB"}, Attachments: files},
		Body: &schema.Notification{
			Bases: []schema.LegalBasis{schema.BasisArticle2}, Nature: schema.Nature{Type: "Nuclear Installation Event", Description: "Loss of cooling"},
			Occurred: schema.Occurred{At: schema.NewTime(n.Now().Add(-20 * time.Minute)), Estimated: true},
			Location: &schema.Location{Name: "Lissa", Latitude: &lat, Longitude: &lon},
			Facility: &schema.Facility{Name: "Lissa nuclear power plant, unit 2", Reactor: "PWR"},
			Class:    &schema.EmergencyClass{Class: "General Emergency"}, Text: text,
		},
	}, n.Now())
	must(o.t, err)
	out, err = n.Desk(w).Approve(o.ctx, officer("silva", "nca-d"), out.Message, n.Now())
	must(o.t, err)
	o.reaches("XB", w, out.Message)
	return out
}

// TestOfficerSeesItRingAndAcknowledges does in a real browser what an officer
// does. With FORTHWITH_SHOTS set, the pages are kept there as pictures.
func TestOfficerSeesItRingAndAcknowledges(t *testing.T) {
	o := newOffice(t)
	o.exercise()
	ctx := chromium(t)
	for _, w := range schema.Workspaces {
		b := &browser{t: t, ctx: ctx, o: o, w: w}
		b.signIn("XB", "moreno")
		b.see("Nothing rings")
		out := o.notify(w, "<script>document.title='owned'</script>")
		// The page comes alive by itself.
		b.see("Loss of cooling")
		b.see("Call back XA: +99 1 555 0117")
		b.see("<script>document.title='owned'</script>")
		b.shot("watch")
		b.click("article.card button.main")
		b.see("What Arvania (XA) has said")
		b.see("A person of ours has it")
		b.shot("event-received")
		b.open("/messages/" + string(out.Message) + "/words?language=ar")
		b.see("العربية")
		b.shot("words")
		b.signIn("XA", "silva")
		b.open("/events/" + string(out.Event))
		b.see("Who has it: 1 of 1 received, 1 with a person")
		b.shot("event-own")
		b.click("a.danger")
		b.see("sent in error: there is no emergency")
		b.shot("withdraw")
		b.fill("textarea", "wrong form")
		b.click("button.danger")
		b.see("withdrawn")
		b.shot("event-withdrawn")
		b.signIn("XB", "moreno")
		b.see("withdraws: sent in error, there is no emergency")
		b.shot("watch-withdrawal")
		title, err := chromedp.Run(ctx, chromedp.Title())
		must(t, err)
		if want := map[schema.Workspace]string{schema.Live: "LIVE: ", schema.Exercise: "EXERCISE: "}[w]; !strings.HasPrefix(title, want) {
			t.Errorf("title %q of a page in %s", title, w)
		}
	}
}

// chromium is a browser with one tab.
func chromium(t *testing.T) context.Context {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("host-resolver-rules", "MAP *.localhost 127.0.0.1"))
	alloc, stop := chromedp.NewExecAllocator(t.Context(), flags...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, late := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(late)
	return ctx
}

// browser is one tab in one world.
type browser struct {
	t   *testing.T
	ctx context.Context
	o   *office
	w   schema.Workspace
	p   schema.Party
}

func (b *browser) open(path string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Navigate(fmt.Sprintf("http://%s.localhost:%s%s", b.w, b.o.port[b.p], path)))
	must(b.t, err)
}

func (b *browser) signIn(p schema.Party, login string) {
	b.t.Helper()
	b.p = p
	b.open("/sign-in")
	b.fill("input[name=login]", login)
	b.fill("input[name=password]", password)
	b.click("button.main")
	b.see("Sign out")
}

// click presses in one step of the page's own: a page that is alive replaces its
// content, and a node found a moment ago may be gone.
func (b *browser) click(selector string) {
	b.t.Helper()
	press := fmt.Sprintf("(() => { const e = document.querySelector(%q); if (e) e.click(); return !!e })()", selector)
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](press)); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

func (b *browser) fill(selector, text string) {
	b.t.Helper()
	write := fmt.Sprintf("(() => { const e = document.querySelector(%q); if (e) e.value = %q; return !!e })()", selector, text)
	if err := b.poll(write); err != nil {
		b.t.Fatalf("fill %s: %v", selector, err)
	}
}

// poll asks the page until it says yes, and again where the page went to another
// under the question.
func (b *browser) poll(question string) error {
	within, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	for {
		_, err := chromedp.Run(within, chromedp.Poll[bool](question))
		if err == nil || within.Err() != nil {
			return err
		}
	}
}

// see waits until the page shows a text.
func (b *browser) see(text string) {
	b.t.Helper()
	has := fmt.Sprintf("document.body && document.body.innerText.replace(/\\s+/g, ' ').includes(%q)", text)
	if err := b.poll(has); err != nil {
		page, _ := chromedp.Run(b.ctx, chromedp.Text("body"))
		b.t.Fatalf("the page of %s in %s does not show %q: %v\n%s", b.p, b.w, text, err, page)
	}
}

func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("FORTHWITH_SHOTS")
	if dir == "" {
		return
	}
	for _, width := range []int64{320, 1280} {
		_, err := chromedp.Run(b.ctx, chromedp.EmulateViewport(width, 800))
		must(b.t, err)
		png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
		must(b.t, err)
		must(b.t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", b.w, name, width)), png, 0o600))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
