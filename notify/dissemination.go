package notify

import "forthwith/schema"

// judgeDissemination: only who has the role passes on what others signed (Art. 4(a)),
// and what is passed on is what its author signed, in this world. That author, id
// and digest are those that m names, schema has asked already.
func (in *Intake) judgeDissemination(m *schema.Message) *Refused {
	d, ok := m.Body.(*schema.Dissemination)
	if !ok {
		return nil
	}
	if !in.Disseminator(m.Header.From) {
		return refuse(schema.RefuseNoRole, "%s has not the role of disseminator in the directory; it may not pass on what others signed", m.Header.From)
	}
	env, err := schema.ParseEnvelope(d.Envelope)
	if err != nil {
		return enclosed(because(err))
	}
	signer, err := in.Verifier.Verify(env)
	if err != nil {
		return enclosed(because(err))
	}
	if signer != d.Author {
		return refuse(schema.RefuseAuthor, "the enclosed message is signed by %s in the name of %s", signer, d.Author)
	}
	inner, r := in.read(env)
	if r == nil {
		r = in.judgeDissemination(inner)
	}
	return enclosed(r)
}

// enclosed says of a refusal, if there is one, that it is of what a dissemination
// encloses.
func enclosed(r *Refused) *Refused {
	if r != nil {
		r.Reason = "the enclosed message: " + r.Reason
	}
	return r
}
