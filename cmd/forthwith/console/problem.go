package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// problems is the one table from an error to what a caller sees.
var problems = []struct {
	is     func(error) bool
	status int
	code   string
	hint   string
}{
	{is(ErrSignIn), http.StatusUnauthorized, "sign-in", "sign in with: forthwith login"},
	{as[*notify.Denied], http.StatusForbidden, "denied", ""},
	{as[schema.Violations], http.StatusUnprocessableEntity, "invalid", "correct what is named and send it again"},
	{as[*catalogue.Faulty], http.StatusUnprocessableEntity, "list", "correct the lines that are named and import the list again"},
	{is(notify.ErrNotFound), http.StatusNotFound, "not-found", "look at the list; is it the right workspace?"},
	{is(federation.ErrNoFile), http.StatusNotFound, "no-file", "it is on its way if its author can be reached; the event says how far it is"},
	{is(federation.ErrOtherFile), http.StatusUnprocessableEntity, "other-file", "give the digest and the length of the very bytes that follow"},
	{is(schema.ErrOversized), http.StatusRequestEntityTooLarge, "oversized", ""},
	{as[*http.MaxBytesError], http.StatusRequestEntityTooLarge, "oversized", ""},
	{as[*badRequest], http.StatusBadRequest, "request", ""},
	{is(trust.ErrNotHigher), http.StatusConflict, "edition", ""},
	{is(trust.ErrThreshold), http.StatusForbidden, "edition", "more keepers must sign it"},
	{is(federation.ErrStorage), http.StatusServiceUnavailable, "storage", "nothing was recorded; look at the node's disk and try again"},
}

type badRequest struct{ text string }

func (b *badRequest) Error() string { return b.text }

var errEmpty = &badRequest{"the body is empty; it is a JSON object"}

// unread says in plain words why a body could not be read.
func unread(err error) error {
	if err == io.EOF {
		return errEmpty
	}
	if as[*http.MaxBytesError](err) {
		return err
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
		return &badRequest{fmt.Sprintf("a JSON %s does not fit the field %q", e.Value, e.Field)}
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &badRequest{"there is no field " + field + "; check its spelling"}
	}
	return &badRequest{"the body is not a JSON object"}
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func as[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// problemOf is what an error looks like to a caller. What is not in the table is
// ours to mend, and the operator's to read in the log.
func (s *Server) problemOf(err error) Problem {
	for _, p := range problems {
		if p.is(err) {
			out := Problem{Status: p.status, Code: p.code, Text: err.Error(), Hint: p.hint}
			if vs, ok := errors.AsType[schema.Violations](err); ok {
				out.Violations, out.Text = vs, "the message cannot go out as it is"
			}
			if f, ok := errors.AsType[*catalogue.Faulty](err); ok {
				out.Violations = f.Violations
			}
			if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
				out.Text = fmt.Sprintf("the request is larger than %d KiB", big.Limit>>10)
			}
			return out
		}
	}
	s.cfg.Log.Error("request", "error", err)
	return Problem{Status: http.StatusInternalServerError, Code: "internal", Text: "the node could not do this; its log says why"}
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	p := s.problemOf(err)
	answer(w, p.Status, p)
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A caller that has gone away is no fault of ours.
	_ = json.NewEncoder(w).Encode(v)
}

// Error makes a Problem what a client returns of one.
func (p *Problem) Error() string { return p.Text }
