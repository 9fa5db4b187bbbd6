package console

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"forthwith/notify"
	"forthwith/schema"
)

// sessionFor is how long a person stays signed in: a shift.
const sessionFor = 12 * time.Hour

// ErrSignIn is somebody who is not signed in, or no longer.
var ErrSignIn = errors.New("sign in")

// sessions makes and reads session tokens. They are signed and not stored, so
// that a restart in the night signs nobody out.
type sessions struct {
	key []byte
	now func() time.Time
}

type claims struct {
	Login   string         `json:"login"`
	ID      string         `json:"id"`
	Issued  schema.Instant `json:"issued"`
	Expires schema.Instant `json:"expires"`
}

func (s sessions) issue(login string) (string, claims, error) {
	now := s.now()
	c := claims{Login: login, ID: rand.Text(), Issued: schema.NewInstant(now), Expires: schema.NewInstant(now.Add(sessionFor))}
	body, err := json.Marshal(c)
	if err != nil {
		return "", c, err
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	return text + "." + s.sign(text), c, nil
}

func (s sessions) sign(text string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s sessions) open(token string) (claims, error) {
	var c claims
	text, sig, ok := strings.Cut(token, ".")
	if !ok || !hmac.Equal([]byte(sig), []byte(s.sign(text))) {
		return c, ErrSignIn
	}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(body, &c) != nil || s.now().After(c.Expires.Std()) {
		return c, ErrSignIn
	}
	return c, nil
}

// officer is who makes a request: a person by session, from the header or from
// the cookie of the world, or a machine by token.
func (s *Server) officer(r *http.Request) (notify.Officer, error) {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		c, err := r.Cookie(cookieName(r))
		if err != nil {
			return notify.Officer{}, ErrSignIn
		}
		token = c.Value
	}
	if rest, ok := strings.CutPrefix(token, machinePrefix); ok {
		return s.machine(rest)
	}
	c, err := s.sessions.open(token)
	if err != nil {
		return notify.Officer{}, err
	}
	u, ok := s.node.Settings().User(c.Login)
	if !ok || u.Machine || c.Issued < u.Since {
		return notify.Officer{}, ErrSignIn
	}
	return s.asOfficer(u, c.ID), nil
}

func (s *Server) asOfficer(u notify.User, session string) notify.Officer {
	return notify.Officer{Login: u.Login, Name: u.Name, Desk: u.Desk, Rights: s.cfg.Desks[u.Desk].Rights, Session: session, Machine: u.Machine}
}

const machinePrefix = "fwm_" // of a machine's token: fwm_<login>_<secret>

// NewMachineToken makes a machine's token and the hash that is recorded of it. A
// token is long and random, so that a plain hash is enough.
func NewMachineToken(login string) (token, hash string) {
	secret := rand.Text()
	return machinePrefix + login + "_" + secret, machineHash(secret)
}

func machineHash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return "sha256$" + hex.EncodeToString(h[:])
}

func (s *Server) machine(rest string) (notify.Officer, error) {
	login, secret, _ := strings.Cut(rest, "_")
	u, ok := s.node.Settings().User(login)
	if !ok || !u.Machine || subtle.ConstantTimeCompare([]byte(machineHash(secret)), []byte(u.Secret)) != 1 {
		return notify.Officer{}, ErrSignIn
	}
	return s.asOfficer(u, ""), nil
}

// Parameters of argon2id (RFC 9106, second recommended set, less memory).
const (
	argonTime, argonMemory, argonThreads = 2, 19 << 10, 1
	argonFormat                          = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
	// MinPassword is the least length of a password.
	MinPassword = 10
)

// HashPassword is what is recorded of a password.
func HashPassword(password string) (string, error) {
	if len(password) < MinPassword {
		return "", fmt.Errorf("a password has at least %d characters", MinPassword)
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, 32)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf(argonFormat, argonMemory, argonTime, argonThreads, enc(salt), enc(sum)), nil
}

// CheckPassword compares a password with a recorded hash.
func CheckPassword(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || m > 1<<20 || t > 16 || t == 0 || p == 0 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(want, argon2.IDKey([]byte(password), salt, t, m, p, uint32(len(want)))) == 1
}

// failure is how often signing in failed, and until when it is not tried again.
type failure struct {
	count int
	until time.Time
}

const (
	freeTries = 5
	// longestLock keeps a guesser slow and never an officer out for long.
	longestLock = time.Minute
)

// signIn checks a login and its password.
func (s *Server) signIn(r *http.Request, in SignIn) (Session, error) {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	key := in.Login + "@" + host
	if wait := s.locked(key); wait > 0 {
		return Session{}, &notify.Denied{Reason: fmt.Sprintf("too many tries; try again in %d seconds", int(wait.Seconds())+1)}
	}
	select {
	case s.checking <- struct{}{}:
		defer func() { <-s.checking }()
	case <-r.Context().Done():
		return Session{}, r.Context().Err()
	}
	u, ok := s.node.Settings().User(in.Login)
	// The work is the same for a login that is not there, or is a machine's.
	good := CheckPassword(u.Secret, in.Password) && ok && !u.Machine
	if !ok || u.Machine {
		_, _ = HashPassword("not a user at all")
	}
	s.tried(key, good)
	if !good {
		return Session{}, &notify.Denied{Reason: "login or password is wrong"}
	}
	token, c, err := s.sessions.issue(u.Login)
	return Session{Token: token, Officer: viewOfficer(s.asOfficer(u, c.ID)), Expires: c.Expires}, err
}

func (s *Server) locked(key string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failures[key].until.Sub(s.node.Now())
}

func (s *Server) tried(key string, good bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if good {
		delete(s.failures, key)
		return
	}
	if len(s.failures) > 10_000 {
		clear(s.failures)
	}
	f := s.failures[key]
	if f.count++; f.count >= freeTries {
		f.until = s.node.Now().Add(min(time.Second<<min(f.count-freeTries, 10), longestLock))
	}
	s.failures[key] = f
}

func viewOfficer(o notify.Officer) OfficerView {
	v := OfficerView{Login: o.Login, Name: o.Name, Desk: o.Desk, Machine: o.Machine}
	for _, r := range o.Rights {
		v.Rights = append(v.Rights, string(r))
	}
	return v
}
