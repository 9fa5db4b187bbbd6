package text

// all is more lines than a row has.
const all = 1 << 20

// fit lays rows out on so many lines. In this order, until they fit: without blank
// lines; without the rows that may be left out, the last first; the free text cut;
// rows that are kept cut to two lines, then to one.
func (t *telling) fit(rows []row, room int) []string {
	heights, total := make([]int, len(rows)), 0
	for i, r := range rows {
		heights[i] = len(t.row(r, squeeze{most: -1}))
		total += heights[i]
	}
	if total <= room {
		if lines := t.lines(rows, squeeze{gaps: true, most: -1}); len(lines) <= room {
			return lines
		}
	}
	rows = t.leaveOut(rows, heights, total-room)
	var lines []string
	for _, most := range []int{all, 2, 1} {
		lines = t.lines(rows, squeeze{most: most, text: t.textRoom(rows, most, room)})
		if len(lines) <= room {
			return lines
		}
	}
	return lines[:room] // a test says that this never happens
}

// leaveOut takes out rows, the last first, until so many lines are saved, and adds
// how many went.
func (t *telling) leaveOut(rows []row, heights []int, over int) []row {
	out := make(map[int]bool)
	for i := len(rows) - 1; i >= 0 && over > 0; i-- {
		if rows[i].keep {
			continue
		}
		if len(out) == 0 {
			over++ // the line that says so
		}
		out[i] = true
		over -= heights[i]
	}
	if len(out) == 0 {
		return rows
	}
	var left []row
	for i, r := range rows {
		if !out[i] {
			left = append(left, r)
		}
	}
	return append(left, row{text: t.count(keyLeftOut, len(out)), keep: true})
}

// textRoom is how many lines the free text may have beside the other rows, at
// least one.
func (t *telling) textRoom(rows []row, most, room int) int {
	for _, r := range rows {
		n := len(t.row(r, squeeze{most: most, text: 1}))
		if r.quoted {
			n-- // the line of text itself
		}
		room -= n
	}
	return max(room, 1)
}
