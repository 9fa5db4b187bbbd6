package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation"
)

const defaultNode = "http://127.0.0.1:8480"

// errUnreachable is a node that does not answer.
var errUnreachable = errors.New("the node cannot be reached")

// tries is how often a request is made again whose answer was lost. An act
// carries its id, so that asking again does not do it again.
const tries = 7

func (o *options) url() string {
	for _, u := range []string{o.node, o.env.Getenv("FORTHWITH_NODE")} {
		if u != "" {
			return strings.TrimSuffix(u, "/")
		}
	}
	return defaultNode
}

// call makes one request of the API. in is JSON to be, or bytes as they are.
func (o *options) call(ctx context.Context, method, path string, in, out any) error {
	body, err := bodyOf(in)
	if err != nil {
		return err
	}
	var last error
	for i := range tries {
		if i > 0 {
			select {
			case <-time.After(time.Duration(i) * 300 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		var again bool
		if again, last = o.once(ctx, method, path, body, out); !again {
			return last
		}
	}
	return &hinted{fmt.Errorf("%w at %s: %w", errUnreachable, o.url(), last), "is it running (forthwith serve), and is --node right?"}
}

func bodyOf(in any) ([]byte, error) {
	if raw, ok := in.([]byte); ok || in == nil {
		return raw, nil
	}
	return json.Marshal(in)
}

// once reports whether asking again can help.
func (o *options) once(ctx context.Context, method, path string, body []byte, out any) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, method, o.url()+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return false, usage{err}
	}
	token, err := o.token()
	if err != nil {
		return false, err
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ctx.Err() == nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return true, err
	}
	if resp.StatusCode >= 300 {
		p := new(console.Problem)
		if json.Unmarshal(answer, p) != nil || p.Status == 0 {
			return false, fmt.Errorf("the node answered %s; is --node the address of a forthwith node?", resp.Status)
		}
		return false, p
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = answer
		return false, nil
	}
	if out == nil {
		return false, nil
	}
	return false, json.Unmarshal(answer, out)
}

// sessionFile is where sessions are kept, by node.
func (o *options) sessionFile() (string, error) {
	if f := o.env.Getenv("FORTHWITH_SESSION"); f != "" {
		return f, nil
	}
	dir := o.env.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home := o.env.Getenv("HOME")
		if home == "" {
			return "", errors.New("no HOME: say where the session is kept with FORTHWITH_SESSION")
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "forthwith", "session.json"), nil
}

func (o *options) sessions() (map[string]string, error) {
	out := make(map[string]string)
	name, err := o.sessionFile()
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, &hinted{fmt.Errorf("session file %s: %w", name, err), "remove it and sign in again"}
	}
	return out, nil
}

// token is what the officer, or the machine, is known by.
func (o *options) token() (string, error) {
	if t := o.env.Getenv("FORTHWITH_TOKEN"); t != "" {
		return t, nil
	}
	s, err := o.sessions()
	return s[o.url()], err
}

func (o *options) keepSession(token string) error {
	s, err := o.sessions()
	if err != nil {
		return err
	}
	s[o.url()] = token
	if token == "" {
		delete(s, o.url())
	}
	name, err := o.sessionFile()
	if err != nil {
		return err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return federation.WriteFile(name, b)
}
