package federation_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server/ats"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/federation/trust"
	"forthwith/schema"
)

// lie is what XC answers to a delivery; nil closes the connection, and silence is
// no answer.
type lie func(m *schema.Message, request []byte) []byte

const silence = "silence"

// liar plays the node of XC. Each message is answered with the lie set for it, and
// when it is asked about often enough, with the truth.
type liar struct {
	truth   lie
	often   int
	mu      sync.Mutex
	lies    map[schema.MessageID]lie
	told    map[schema.MessageID]int
	changed chan struct{} // closed when told changes
}

func newLiar(truth lie, often int) *liar {
	return &liar{truth: truth, often: often, lies: make(map[schema.MessageID]lie), told: make(map[schema.MessageID]int), changed: make(chan struct{})}
}

func (l *liar) set(id schema.MessageID, f lie) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lies[id] = f
}

func (l *liar) answer(_, reply string, request []byte) (string, error) {
	env, err := schema.ParseEnvelope(request)
	if err != nil {
		return "", err
	}
	m, vs := schema.ParseMessage(env.Payload)
	if m == nil {
		return "", vs
	}
	l.mu.Lock()
	f := l.lies[m.Header.ID]
	if l.told[m.Header.ID]++; l.told[m.Header.ID] > l.often {
		f = l.truth
	}
	close(l.changed)
	l.changed = make(chan struct{})
	l.mu.Unlock()
	said := f(m, request)
	if said == nil {
		return "", io.EOF
	}
	if string(said) == silence {
		return "", nil
	}
	return fmt.Sprintf("MSG %s 1 %d\r\n%s\r\n", reply, len(said), said), nil
}

// asked waits until XA has asked so often about a message.
func (l *liar) asked(t *testing.T, id schema.MessageID, times int) {
	t.Helper()
	limit, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		l.mu.Lock()
		n, changed := l.told[id], l.changed
		l.mu.Unlock()
		if n >= times {
			return
		}
		select {
		case <-changed:
		case <-limit.Done():
			t.Fatalf("asked %d times", n)
		}
	}
}

// sealed is a small document as keys sign it.
func sealed(t *testing.T, keys *trust.Keys, document string, v any) *schema.Envelope {
	payload, err := schema.Canonical(v)
	if err != nil {
		t.Error(err)
	}
	env, err := keys.Seal(schema.PayloadType(keys.Workspace(), document), payload)
	if err != nil {
		t.Error(err)
	}
	return env
}

// receiptOf is what an honest XC would say.
func receiptOf(m *schema.Message, request []byte) schema.Receipt {
	r := schema.Receipt{
		By: "XC", Message: m.Header.ID, ReceivedAt: schema.NewInstant(time.Now()),
		Head: schema.TreeHead{Epoch: 1, Size: 1, Root: schema.NewDigest(nil)},
	}
	if env, err := schema.ParseEnvelope(request); err == nil {
		r.Digest = env.Digest()
	}
	return r
}

// TestHostileAnswerSettlesNothing has XC answer what XA delivers with all but the
// truth, and then with that: it is asked again, and the delivery stands as if the
// lie had not been.
func TestHostileAnswerSettlesNothing(t *testing.T) {
	s := besiege(t, "XA", "XB")
	xc, xb, exercise := s.Keys("XC", schema.Live), s.Keys("XB", schema.Live), s.Keys("XC", schema.Exercise)
	receipt := func(keys *trust.Keys, change func(*schema.Receipt)) lie {
		return func(m *schema.Message, request []byte) []byte {
			r := receiptOf(m, request)
			change(&r)
			return sealed(t, keys, schema.DocumentReceipt, r).Marshal()
		}
	}
	refusal := func(keys *trust.Keys, change func(*schema.Refusal)) lie {
		return func(m *schema.Message, request []byte) []byte {
			r := schema.Refusal{
				By: "XC", Message: m.Header.ID, Bytes: schema.NewDigest(request), Permanence: schema.Final,
				Code: schema.RefuseSchema, Reason: "no", At: schema.NewInstant(time.Now()),
			}
			change(&r)
			return sealed(t, keys, schema.DocumentRefusal, r).Marshal()
		}
	}
	altered := func(change func(*schema.Envelope)) lie {
		return func(m *schema.Message, request []byte) []byte {
			env := sealed(t, xc, schema.DocumentReceipt, receiptOf(m, request))
			change(env)
			return env.Marshal()
		}
	}
	l := newLiar(receipt(xc, func(*schema.Receipt) {}), 1)
	s.serve(func(raw net.Conn) error { return converse(s.secure(raw), l.answer) })
	lies := map[string]lie{
		"a receipt for another message": receipt(xc, func(r *schema.Receipt) { r.Message = schema.NewMessageID() }),
		"a receipt for other bytes":     receipt(xc, func(r *schema.Receipt) { r.Digest = schema.NewDigest(garbage) }),
		"a receipt in XB's name":        receipt(xc, func(r *schema.Receipt) { r.By = "XB" }),
		"a receipt signed by XB":        receipt(xb, func(*schema.Receipt) {}),
		"a receipt of XB":               receipt(xb, func(r *schema.Receipt) { r.By = "XB" }),
		"a receipt of the exercise":     receipt(exercise, func(*schema.Receipt) {}),
		"a receipt without a head":      receipt(xc, func(r *schema.Receipt) { r.Head = schema.TreeHead{} }),
		"a refusal of other bytes":      refusal(xc, func(r *schema.Refusal) { r.Bytes = schema.NewDigest(garbage) }),
		"a refusal signed by XB":        refusal(xb, func(*schema.Refusal) {}),
		"a refusal that says later":     refusal(xc, func(r *schema.Refusal) { r.Permanence = schema.Later }),
		"a signature that is broken":    altered(func(e *schema.Envelope) { e.Signatures[0].Sig[0] ^= 1 }),
		"no signature":                  altered(func(e *schema.Envelope) { e.Signatures = nil }),
		"a receipt turned refusal":      altered(func(e *schema.Envelope) { e.PayloadType = schema.PayloadType(schema.Live, schema.DocumentRefusal) }),
		"a document of another kind": func(m *schema.Message, request []byte) []byte {
			return sealed(t, xc, schema.DocumentCheckpoint, receiptOf(m, request)).Marshal()
		},
		"a receipt with a space in it": func(m *schema.Message, request []byte) []byte {
			payload := sealed(t, xc, schema.DocumentReceipt, receiptOf(m, request)).Payload
			env, err := xc.Seal(schema.PayloadType(schema.Live, schema.DocumentReceipt), append(payload, ' '))
			if err != nil {
				t.Error(err)
			}
			return env.Marshal()
		},
		"what it was sent": func(_ *schema.Message, request []byte) []byte { return request },
		"garbage":          func(*schema.Message, []byte) []byte { return garbage },
		"nothing":          func(*schema.Message, []byte) []byte { return []byte{} },
	}
	settles := func(t *testing.T, id schema.MessageID) {
		tr := s.Node("XA").Tracker(schema.Live)
		received(t, tr, id, "XB")
		received(t, tr, id, "XC")
		if d := delivery(tr, id, "XC"); d.Tries != 2 {
			t.Errorf("XA tried %d times", d.Tries)
		}
	}
	ids := make(map[string]schema.MessageID)
	for name, f := range lies { // all at once: each waits for its second try
		ids[name] = schema.NewMessageID()
		l.set(ids[name], f)
		draft(t, s.Node("XA"), ids[name], "XC", "XB")
	}
	for name, id := range ids {
		t.Run(name, func(t *testing.T) { settles(t, id) })
	}
	t.Run("the end of the connection", func(t *testing.T) {
		id := schema.NewMessageID()
		l.set(id, func(*schema.Message, []byte) []byte { return nil })
		draft(t, s.Node("XA"), id, "XC", "XB")
		settles(t, id)
	})
}

// TestHostileChatterIsNotAnsweredWithDeliveries has XC refuse what XA owes it for
// later, and be heard without pause: each time is a reason to try again, but not
// at once.
func TestHostileChatterIsNotAnsweredWithDeliveries(t *testing.T) {
	s := besiege(t, "XA", "XB")
	l := newLiar(nil, math.MaxInt)
	s.serve(func(raw net.Conn) error { return converse(s.secure(raw), l.answer) })
	id := schema.NewMessageID()
	l.set(id, func(m *schema.Message, request []byte) []byte { return garbage })
	draft(t, s.Node("XA"), id, "XC")
	l.asked(t, id, 1)
	r := s.road()
	r.address = s.Address("XA")
	conn, err := r.connect()
	must(t, err)
	defer conn.Close()
	begun := time.Now()
	must(t, hammer(t, conn, garbage, 500)())
	// One try at its time, one for each second of being heard, one under way.
	most := 3 + int(time.Since(begun)/time.Second)
	if a, _ := s.Node("XA").Attempt(schema.Live, "XC", id); a.Tries > most {
		t.Errorf("XA tried %d times, and at most %d are due", a.Tries, most)
	}
}

// TestHostileSilenceIsAskedAgain has XC take deliveries and never answer. It runs
// on pipes, in simulated time.
func TestHostileSilenceIsAskedAgain(t *testing.T) {
	dir := t.TempDir()
	ats.Register()
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		fed, err := sim.New(sim.Config{Dir: dir, Parties: parties})
		must(t, err)
		s := &siege{fed, t}
		t.Cleanup(func() { must(t, fed.Close()) })
		must(t, fed.Start(t.Context(), "XB"))
		l := newLiar(nil, math.MaxInt)
		n := s.open("XA", func(c *federation.Config) {
			c.Listen = ""
			c.Dial = func(_ context.Context, address string) (net.Conn, error) {
				if address == s.Address("XB") {
					return s.Node("XB").Pipe()
				}
				here, there := net.Pipe()
				go func() {
					defer there.Close()
					// It ends when XA gives the connection up.
					_ = converse(s.secure(there), l.answer)
				}()
				return here, nil
			}
		})
		tr, id := n.Tracker(schema.Live), schema.NewMessageID()
		l.set(id, func(*schema.Message, []byte) []byte { return []byte(silence) })
		draft(t, n, id, "XC", "XB")
		received(t, tr, id, "XB")
		<-time.After(time.Hour)
		l.asked(t, id, 30) // a quarter of a minute of silence, and a pause of at most one
		if d := delivery(tr, id, "XC"); d.Settled() {
			t.Errorf("settled: %+v", d)
		}
		received(t, tr, draft(t, n, "", "XB"), "XB")
	})
}
