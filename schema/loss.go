package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
)

// Loss is something that does not come through when a message is carried in
// another format, or read from one.
type Loss struct {
	// Pointer is where it stood: the JSON pointer of a native field, or the path of
	// an element of the other format. All that lies below is meant.
	Pointer string   `json:"pointer"`
	Kind    LossKind `json:"kind"`
	Text    string   `json:"text"` // one sentence
}

// LossKind is how much is lost.
type LossKind string

const (
	LossDropped  LossKind = "dropped"  // nothing of it is left
	LossNarrowed LossKind = "narrowed" // some of it is left, or it stands elsewhere
)

func (l Loss) String() string { return fmt.Sprintf("%s %s: %s", l.Kind, l.Pointer, l.Text) }

// Losses is the loss report: all that is lost, in the order of the document.
type Losses []Loss

// Add notes one more.
func (ls *Losses) Add(kind LossKind, pointer, format string, a ...any) {
	*ls = append(*ls, Loss{pointer, kind, fmt.Sprintf(format, a...)})
}

// LossReason says why fields of a message do not come through.
type LossReason struct {
	// Pointer is that of the fields, in which * stands for any member or index.
	// Without a slash before it, it may begin anywhere. The reason holds for all below
	// it that has none of its own.
	Pointer string
	Kind    LossKind // if none is given: narrowed where something has come back
	// Whole says that what is not the same is lost altogether, and named once.
	Whole bool
	Text  string
}

// LostIn compares a message with what is read back from the other format, and
// gives a loss for each field that is not the same. Whoever converts need not know
// what he forgot: what has no reason is dropped for want of a place.
func LostIn(before, after *Message, reasons []LossReason) (Losses, error) {
	var trees [2]any
	for i, m := range []*Message{before, after} {
		b, err := Canonical(m)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, &trees[i]); err != nil {
			return nil, err
		}
	}
	d := differ{reasons: reasons}
	d.compare(nil, trees[0], trees[1])
	return d.found, nil
}

// differ walks two JSON values.
type differ struct {
	reasons []LossReason
	found   Losses
}

// compare notes what of before is not in after. The highest value of which
// nothing came through stands for all below it.
func (d *differ) compare(path []string, before, after any) {
	if d.whole(path) && !reflect.DeepEqual(before, after) {
		d.lost(path, after != nil)
		return
	}
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			break
		}
		for _, name := range slices.Sorted(maps.Keys(b)) {
			d.compare(append(path, name), b[name], a[name])
		}
		return
	case []any:
		a, ok := after.([]any)
		if !ok {
			break
		}
		for i := range b {
			var other any
			if i < len(a) {
				other = a[i]
			}
			d.compare(append(path, strconv.Itoa(i)), b[i], other)
		}
		return
	}
	if !reflect.DeepEqual(before, after) {
		d.lost(path, after != nil)
	}
}

func (d *differ) whole(path []string) bool {
	return slices.ContainsFunc(d.reasons, func(r LossReason) bool { return r.Whole && r.reaches(path) == len(path) })
}

func (d *differ) lost(path []string, cameBack bool) {
	l := Loss{Kind: LossDropped, Text: "there is no place for it"}
	if cameBack {
		l = Loss{Kind: LossNarrowed, Text: "it is said in another way, or in part"}
	}
	for _, name := range path {
		l.Pointer += "/" + escapePointer.Replace(name)
	}
	best := -1
	for _, r := range d.reasons {
		if at := r.reaches(path); at > best {
			best, l.Text = at, r.Text
			if r.Kind != "" {
				l.Kind = r.Kind
			}
		}
	}
	d.found = append(d.found, l)
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// reaches is how far down the path the reason reaches, or -1 if it is not about it.
func (r LossReason) reaches(path []string) int {
	pattern := strings.Split(strings.TrimPrefix(r.Pointer, "/"), "/")
	from := len(path) - len(pattern)
	if strings.HasPrefix(r.Pointer, "/") {
		from = min(from, 0)
	}
	for ; from >= 0; from-- {
		if slices.EqualFunc(path[from:from+len(pattern)], pattern, func(name, p string) bool { return p == "*" || p == name }) {
			return from + len(pattern)
		}
	}
	return -1
}
