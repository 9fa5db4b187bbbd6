package notify

import (
	"errors"
	"fmt"

	"forthwith/schema"
)

// Refused is why intake does not take a delivery: what a schema.Refusal is made
// of, before it is signed.
type Refused struct {
	Code       schema.RefusalCode
	Reason     string
	Message    schema.MessageID
	Violations schema.Violations
}

func (r *Refused) Error() string { return string(r.Code) + ": " + r.Reason }

// Permanence looks the code up in the table.
func (r *Refused) Permanence() schema.Permanence {
	if p, ok := permanence[r.Code]; ok {
		return p
	}
	return schema.Final
}

// permanence is the table of refusals: whether asking again can help. What a
// newer directory, another hour or more room explains is refused later.
var permanence = map[schema.RefusalCode]schema.Permanence{
	schema.RefuseUnknownKey:  schema.Later,
	schema.RefuseKeyNotValid: schema.Later,
	schema.RefuseStorage:     schema.Later,
	schema.RefuseNotEntered:  schema.Later,
	schema.RefuseNoFile:      schema.Later,
	schema.RefuseNoRole:      schema.Later,

	schema.RefuseOversized:        schema.Final,
	schema.RefuseWrapper:          schema.Final,
	schema.RefuseUnsigned:         schema.Final,
	schema.RefuseBadSignature:     schema.Final,
	schema.RefuseWrongWorkspace:   schema.Final,
	schema.RefuseNotCanonical:     schema.Final,
	schema.RefuseSchema:           schema.Final,
	schema.RefuseKindContext:      schema.Final,
	schema.RefuseNotAddressed:     schema.Final,
	schema.RefuseAuthor:           schema.Final,
	schema.RefuseSameIDOtherBytes: schema.Final,
}

// causes maps what opening an envelope can say to the code that travels.
var causes = []struct {
	err  error
	code schema.RefusalCode
}{
	{schema.ErrOversized, schema.RefuseOversized},
	{schema.ErrUnsigned, schema.RefuseUnsigned},
	{schema.ErrWrapper, schema.RefuseWrapper},
	{schema.ErrUnknownKey, schema.RefuseUnknownKey},
	{schema.ErrKeyNotValid, schema.RefuseKeyNotValid},
	{schema.ErrBadSignature, schema.RefuseBadSignature},
	{schema.ErrNotCanonical, schema.RefuseNotCanonical},
	{schema.ErrTooDeep, schema.RefuseNotCanonical},
}

func refuse(code schema.RefusalCode, format string, a ...any) *Refused {
	return &Refused{Code: code, Reason: fmt.Sprintf(format, a...)}
}

// because is a refusal for an error of opening.
func because(err error) *Refused {
	for _, c := range causes {
		if errors.Is(err, c.err) {
			return &Refused{Code: c.code, Reason: err.Error()}
		}
	}
	return &Refused{Code: schema.RefuseBadSignature, Reason: err.Error()}
}
