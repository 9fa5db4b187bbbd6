package federation

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"golang.org/x/time/rate"
)

// Bounds on what the embedded server writes: peers cause some of it.
const (
	logTextMax   = 512
	logPerSecond = 10
	logBurst     = 100
)

// serverLog is the embedded server's logger. The text holds words of peers, so
// it is an attribute, never the message, and clipped. A fatal error is kept: the
// server tells nobody else why it did not start.
type serverLog struct {
	log   *slog.Logger
	limit *rate.Limiter

	mu      sync.Mutex
	fatal   string
	dropped int
}

func newServerLog(log *slog.Logger) *serverLog {
	return &serverLog{log: log, limit: rate.NewLimiter(logPerSecond, logBurst)}
}

// Fatal is why the server gave up; nil if it did not.
func (l *serverLog) Fatal() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fatal == "" {
		return nil
	}
	return fmt.Errorf("embedded server: %s", l.fatal)
}

// Noticef implements server.Logger, as do the rest. What the server finds
// notable is of no use to an operator.
func (l *serverLog) Noticef(format string, v ...any) {
	l.log.Debug("embedded server", "text", clipText(fmt.Sprintf(format, v...)))
}

// Warnf leaves out that clients must begin with TLS: that is what we ask of them.
func (l *serverLog) Warnf(format string, v ...any) {
	if !strings.Contains(format, "TLS Handshake First") {
		l.write(l.log.Warn, format, v)
	}
}

func (l *serverLog) Errorf(format string, v ...any) { l.write(l.log.Error, format, v) }

// Fatalf does not end the process: that is for main to decide.
func (l *serverLog) Fatalf(format string, v ...any) {
	text := clipText(fmt.Sprintf(format, v...))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fatal == "" {
		l.fatal = text
	}
}

func (l *serverLog) Debugf(string, ...any) {}

func (l *serverLog) Tracef(string, ...any) {}

func (l *serverLog) write(to func(string, ...any), format string, v []any) {
	l.mu.Lock()
	allowed, dropped := l.limit.Allow(), l.dropped
	l.dropped++
	if allowed {
		l.dropped = 0
	}
	l.mu.Unlock()
	if !allowed {
		return
	}
	attrs := []any{"text", clipText(fmt.Sprintf(format, v...))}
	if dropped > 0 {
		attrs = append(attrs, "dropped", dropped)
	}
	to("embedded server", attrs...)
}

// clipText makes text of others fit for a log line.
func clipText(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), logTextMax)], "?")
}
