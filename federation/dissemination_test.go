package federation_test

import (
	"testing"

	"forthwith/federation/sim"
	"forthwith/federation/trust"
	"forthwith/schema"
)

// TestTheDirectorySaysWhoDisseminates has XC pass a message of IAEA's on to XB, with
// the role in the directory and without.
func TestTheDirectorySaysWhoDisseminates(t *testing.T) {
	for _, roles := range [][]trust.Role{nil, {trust.RoleRelay, trust.RoleKeeper}, {trust.RoleDisseminator}} {
		cast := []sim.Party{parties[0], parties[1], {Code: "XC", Name: "Cordia", Roles: roles}, parties[3]}
		fed, err := sim.New(sim.Config{Dir: t.TempDir(), Loopback: true, Parties: cast})
		must(t, err)
		s := &siege{fed, t}
		must(t, fed.Start(t.Context(), "XB"))

		original := message("IAEA", "XA")
		original.Header.Kind, original.Header.Context = schema.KindRequest, schema.ContextEmergency
		original.Body = &schema.Request{Type: "Request for Advice", Subject: "Milk"}
		e := seal(t, s.Keys("IAEA", schema.Live), original)
		m := message("XC", "XB")
		m.Header.Kind, m.Header.Context = schema.KindDissemination, schema.ContextEmergency
		m.Body = &schema.Dissemination{
			Author: "IAEA", Message: original.Header.ID, Digest: e.Digest(), Envelope: e.Marshal(),
			Verification: schema.Verification{State: schema.NotYetVerified},
		}
		conn := s.connect()
		document, payload := s.ask(conn, seal(t, s.Keys("XC", schema.Live), m).Marshal())
		var r schema.Refusal
		switch may := len(roles) == 1; {
		case may && document != schema.DocumentReceipt, !may && document != schema.DocumentRefusal:
			t.Errorf("%v: answered with a %s: %s", roles, document, payload)
		case !may:
			must(t, schema.ParseDocument(payload, &r))
			if r.Code != schema.RefuseNoRole || r.Permanence != schema.Later {
				t.Errorf("%v: refused %s %s: %s", roles, r.Permanence, r.Code, r.Reason)
			}
		}
		conn.Close()
		must(t, fed.Close())
	}
}
