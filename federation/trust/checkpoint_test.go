package trust_test

import (
	"errors"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

func checkpoint(p schema.Party, journal string) schema.Checkpoint {
	var tree trust.Tree
	return schema.Checkpoint{Party: p, Journal: journal, Head: tree.Head(1), At: schema.NewInstant(now)}
}

func TestCheckpointOpensAsSigned(t *testing.T) {
	xa := newParty(t, "XA")
	d := first(t, []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}, 1, xa)
	for _, c := range []struct {
		journal, payloadType string
		keys                 *trust.Keys
	}{
		{"live", "application/vnd.forthwith.live.checkpoint.v1+json", xa.live},
		{"exercise", "application/vnd.forthwith.exercise.checkpoint.v1+json", xa.exercise},
		{"node", "application/vnd.forthwith.live.checkpoint.v1+json", xa.live},
	} {
		want := checkpoint("XA", c.journal)
		env, err := trust.SignCheckpoint(want, c.keys)
		if err != nil {
			t.Fatal(err)
		}
		if env.PayloadType != c.payloadType {
			t.Errorf("%s: payload type %s, want %s", c.journal, env.PayloadType, c.payloadType)
		}
		if got, err := trust.OpenCheckpoint(env, d); got != want || err != nil {
			t.Errorf("%s by the directory: got %+v, %v, want %+v", c.journal, got, err, want)
		}
		// A node that is in no directory opens its own.
		if got, err := trust.OpenCheckpoint(env, c.keys); got != want || err != nil {
			t.Errorf("%s by its keys: got %+v, %v, want %+v", c.journal, got, err, want)
		}
	}
}

func TestEpochOpensAsSigned(t *testing.T) {
	xa := newParty(t, "XA")
	head := checkpoint("XA", "live").Head
	want := schema.EpochStart{Party: "XA", Journal: "live", Epoch: 2, Previous: &head, Reason: "disk replaced", At: schema.NewInstant(now)}
	env, err := trust.SignEpoch(want, xa.live)
	if err != nil {
		t.Fatal(err)
	}
	got, err := trust.OpenEpoch(env, xa.live)
	if err != nil || got.Previous == nil || *got.Previous != head || got.Reason != want.Reason {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := trust.OpenCheckpoint(env, xa.live); err == nil {
		t.Error("the start of an epoch was taken for a checkpoint")
	}
	want.Reason = ""
	if _, err := trust.SignEpoch(want, xa.live); err == nil {
		t.Error("signed an epoch without a reason")
	}
}

func TestCheckpointIsSignedForItsOwnJournalOnly(t *testing.T) {
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	for name, c := range map[string]struct {
		c schema.Checkpoint
		k *trust.Keys
	}{
		"another party":           {checkpoint("XA", "live"), xb.live},
		"live, exercise key":      {checkpoint("XA", "live"), xa.exercise},
		"exercise, live key":      {checkpoint("XA", "exercise"), xa.live},
		"node, exercise key":      {checkpoint("XA", "node"), xa.exercise},
		"a journal there is none": {checkpoint("XA", "other"), xa.live},
	} {
		if _, err := trust.SignCheckpoint(c.c, c.k); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
}

func TestCheckpointThatIsNotTheSignersIsRefused(t *testing.T) {
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	d := first(t, []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}, 1, xa, xb)
	payload := func(c schema.Checkpoint) string {
		b, err := schema.Canonical(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	live := schema.PayloadType(schema.Live, schema.DocumentCheckpoint)
	for name, env := range map[string]*schema.Envelope{
		"of another party":    must(t, xb.live, live, payload(checkpoint("XA", "live"))),
		"of another journal":  must(t, xa.live, live, payload(checkpoint("XA", "exercise"))),
		"of another document": must(t, xa.live, schema.PayloadType(schema.Live, schema.DocumentEpoch), payload(checkpoint("XA", "live"))),
		"not canonical":       must(t, xa.live, live, payload(checkpoint("XA", "live"))+" "),
		"not a checkpoint":    must(t, xa.live, live, "{}"),
	} {
		if c, err := trust.OpenCheckpoint(env, d); err == nil {
			t.Errorf("%s: taken as %+v", name, c)
		}
	}
	good, err := trust.SignCheckpoint(checkpoint("XA", "live"), xa.live)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trust.OpenCheckpoint(good, xb.live); !errors.Is(err, schema.ErrUnknownKey) {
		t.Errorf("by the keys of another: %v", err)
	}
	good.Payload[0] ^= 1
	if _, err := trust.OpenCheckpoint(good, d); !errors.Is(err, schema.ErrBadSignature) {
		t.Errorf("with a flipped bit: %v", err)
	}
}
