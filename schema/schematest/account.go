package schematest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"forthwith/schema"
)

// Unaccounted are the fields of a message, by JSON pointer, that have not come back
// and that no loss names. A loss that names nothing which was lost is given as
// well: a report that cries over everything is as bad as one that is silent.
func Unaccounted(before, after *schema.Message, losses schema.Losses) ([]string, error) {
	was, err := tree(before)
	if err != nil {
		return nil, err
	}
	is, err := tree(after)
	if err != nil {
		return nil, err
	}
	var c comparison
	c.compare("", was, is)
	idle := make(map[string]bool)
	for _, l := range losses {
		idle[l.Pointer] = true
	}
	var out []string
	for _, at := range c.lost {
		named := false
		for _, l := range losses {
			if below(at, l.Pointer) {
				named, idle[l.Pointer] = true, false
			}
		}
		if !named {
			out = append(out, at+" did not come back, and no loss names it")
		}
	}
	for _, at := range slices.Sorted(maps.Keys(idle)) {
		if idle[at] && !slices.ContainsFunc(c.moved, func(m string) bool { return below(m, at) }) {
			out = append(out, at+" is named as lost and came back")
		}
	}
	return out, nil
}

// Leaves are the values of a message that have no parts, by JSON pointer.
func Leaves(m *schema.Message) ([]string, error) {
	t, err := tree(m)
	var c comparison
	c.compare("", t, nil)
	return c.lost, err
}

func tree(m *schema.Message) (t any, err error) {
	b, err := schema.Canonical(m)
	if err != nil {
		return nil, err
	}
	return t, json.Unmarshal(b, &t)
}

func below(at, pointer string) bool {
	return at == pointer || strings.HasPrefix(at, pointer+"/")
}

// comparison is what did not come back, and what stands elsewhere in its list, by
// JSON pointer.
type comparison struct {
	lost, moved []string
}

func (c *comparison) compare(at string, before, after any) {
	if reflect.DeepEqual(before, after) {
		return
	}
	switch b := before.(type) {
	case map[string]any:
		a, _ := after.(map[string]any)
		if len(b) == 0 {
			c.lost = append(c.lost, at) // that it was there is all it says
		}
		for _, name := range slices.Sorted(maps.Keys(b)) {
			c.compare(at+"/"+name, b[name], a[name])
		}
	case []any:
		a, _ := after.([]any)
		for i, x := range b {
			at := fmt.Sprint(at, "/", i)
			var y any
			if i < len(a) {
				y = a[i]
			}
			if !reflect.DeepEqual(x, y) && slices.ContainsFunc(a[:min(i, len(a))], func(y any) bool { return reflect.DeepEqual(x, y) }) {
				c.moved = append(c.moved, at)
				continue
			}
			c.compare(at, x, y)
		}
	default:
		c.lost = append(c.lost, at)
	}
}
