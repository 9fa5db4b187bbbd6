package federation

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ForeignStreamError is a stream that exists and is not as we would make it.
// Somebody else made or changed it; it is left alone.
type ForeignStreamError struct {
	Stream, Field, Expected, Found string
}

func (e *ForeignStreamError) Error() string {
	return fmt.Sprintf("stream %s has a foreign configuration: %s is %s, expected %s; the store is not changed: move it away, or give it back to the program that made it", e.Stream, e.Field, e.Found, e.Expected)
}

// streamName is the stream of one epoch of a journal, LIVE-1.
func streamName(journal string, epoch int) string {
	return fmt.Sprintf("%s%d", streamPrefix(journal), epoch)
}

func streamPrefix(journal string) string { return strings.ToUpper(journal) + "-" }

// subjectRoot is the first token of an epoch's subjects. It has the epoch in it
// because two streams cannot share a subject, and an old epoch stays.
func subjectRoot(journal string, epoch int) string {
	return fmt.Sprintf("%s-%d", journal, epoch)
}

// streamConfig is the one configuration of a journal's stream. It is complete:
// what the server would fill in stands here, so that it can be compared.
func streamConfig(journal string, epoch int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:              streamName(journal, epoch),
		Subjects:          []string{subjectRoot(journal, epoch) + ".>"},
		Storage:           jetstream.FileStorage,
		Retention:         jetstream.LimitsPolicy,
		Discard:           jetstream.DiscardNew,
		DenyDelete:        true,
		DenyPurge:         true,
		MaxMsgSize:        maxEntryMessage,
		MaxConsumers:      -1,
		MaxMsgs:           -1,
		MaxBytes:          -1,
		MaxMsgsPerSubject: -1,
		Replicas:          1,
		Duplicates:        2 * time.Minute, // the server's default; nothing here has a Nats-Msg-Id
	}
}

// compareStream compares every field there is, also those a later server adds.
func compareStream(expected, found jetstream.StreamConfig) error {
	found.Metadata = ownMetadata(found.Metadata)
	e, f := reflect.ValueOf(expected), reflect.ValueOf(found)
	for i := range e.NumField() {
		if !reflect.DeepEqual(e.Field(i).Interface(), f.Field(i).Interface()) {
			return &ForeignStreamError{
				Stream: expected.Name, Field: e.Type().Field(i).Name,
				Expected: fmt.Sprintf("%+v", e.Field(i).Interface()), Found: fmt.Sprintf("%+v", f.Field(i).Interface()),
			}
		}
	}
	return nil
}

// ownMetadata leaves out what the server notes about its own version.
func ownMetadata(m map[string]string) map[string]string {
	var own map[string]string
	for k, v := range m {
		if strings.HasPrefix(k, "_nats.") {
			continue
		}
		if own == nil {
			own = make(map[string]string)
		}
		own[k] = v
	}
	return own
}
