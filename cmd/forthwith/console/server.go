package console

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/federation"
	"forthwith/notify"
	"forthwith/schema"
)

// Desk is where a party's officers work, and what it may do.
type Desk struct {
	Title  string
	Rights []notify.Right
}

// Config is what a console is made of.
type Config struct {
	Node  *federation.Node
	Name  string // the party's, as in Arvania
	Desks map[string]Desk
	// SessionKey signs sessions; 32 random bytes that outlive restarts.
	SessionKey []byte
	Log        *slog.Logger
	// Listen is where it listens. Host is the name that the two worlds' host names
	// end in, live.HOST and exercise.HOST: localhost unless said. Secure is TLS.
	Listen string
	Host   string
	Secure bool
}

// Server is the HTTP API and the console of one node.
type Server struct {
	cfg      Config
	node     *federation.Node
	sessions sessions

	watching atomic.Int64 // live pages of the live world that persons have open

	mu       sync.Mutex
	failures map[string]failure // of signing in, by login and address
	checking chan struct{}      // bounds the memory that passwords take
}

// New makes a server; Serve runs it.
func New(cfg Config) *Server {
	s := &Server{
		cfg: cfg, node: cfg.Node, failures: make(map[string]failure), checking: make(chan struct{}, 4),
		sessions: sessions{key: cfg.SessionKey, now: cfg.Node.Now},
	}
	cfg.Node.Watched(func() bool { return s.watching.Load() > 0 })
	return s
}

// URL is where officers find the console of a workspace.
func (s *Server) URL(w schema.Workspace) string {
	u := url.URL{Scheme: "http", Host: string(w) + "." + cmp.Or(s.cfg.Host, "localhost")}
	if s.cfg.Secure {
		u.Scheme = "https"
	}
	if _, port, err := net.SplitHostPort(s.cfg.Listen); err == nil {
		u.Host += ":" + port
	}
	return u.String()
}

// Handler is everything the server answers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.api(mux)
	s.pages(mux)
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.fail(w, &notify.Denied{Reason: "the request comes from a page of another site; open the console at its own address"})
	}))
	return secured(guard.Handler(mux))
}

// secured sets the headers that keep a page from being used by another.
func secured(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		h.ServeHTTP(w, r)
	})
}

// Serve answers on the listener until ctx ends, and then lets what is under way
// finish.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	// Streams of changes end with this context, or they would hold a shutdown up.
	serving, stop := context.WithCancel(ctx)
	defer stop()
	srv := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog:    slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return serving },
	}
	var g errgroup.Group
	g.Go(func() error {
		<-serving.Done()
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return srv.Shutdown(closing)
	})
	err := srv.Serve(l)
	stop()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, g.Wait())
}
