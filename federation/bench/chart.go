package main

import (
	"fmt"
	"strings"
)

// bar is a pair of the chart: one fan-out, floor and ours, in milliseconds.
type bar struct {
	peers       int
	floor, ours float64
	aim         float64 // zero is none
}

// The chart's measures, in pixels.
const (
	plotLeft, plotTop = 60, 60
	plotHeight        = 240
	groupWidth        = 140
	barWidth          = 44
)

// chart draws each fan-out as two bars, in units of its floor: what takes 2 ms
// and what takes 200 stand side by side, and the ratio is what is seen.
func chart(bars []bar) string {
	top := 2.0
	for _, b := range bars {
		top = max(top, b.ours/b.floor, b.aim)
	}
	top *= 1.15
	y := func(ratio float64) float64 { return plotTop + plotHeight*(1-ratio/top) }
	width := plotLeft + groupWidth*len(bars) + 20
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, plotTop+plotHeight+60)
	fmt.Fprintf(&s, "<title>From release to every receipt recorded: ours in units of the floor</title>\n")
	fmt.Fprintf(&s, `<rect width="100%%" height="100%%" fill="white"/>`+"\n")
	text := func(x, y float64, anchor, words string) {
		fmt.Fprintf(&s, `<text x="%.0f" y="%.0f" text-anchor="%s" fill="#222">%s</text>`+"\n", x, y, anchor, words)
	}
	text(plotLeft-40, 20, "start", "From release to every receipt recorded, in units of the floor (p50)")
	fmt.Fprintf(&s, `<rect x="%d" y="32" width="12" height="12" fill="#8a9ba8"/>`+"\n", plotLeft-40)
	text(plotLeft-24, 42, "start", "floor")
	fmt.Fprintf(&s, `<rect x="%d" y="32" width="12" height="12" fill="#1f5a99"/>`+"\n", plotLeft+20)
	text(plotLeft+36, 42, "start", "ours")
	fmt.Fprintf(&s, `<line x1="%d" y1="38" x2="%d" y2="38" stroke="#b3261e" stroke-width="2"/>`+"\n", plotLeft+80, plotLeft+100)
	text(plotLeft+106, 42, "start", "aim")
	step := max(1, float64(int(top/6)))
	for v := 0.0; v <= top; v += step {
		fmt.Fprintf(&s, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/>`+"\n", plotLeft, y(v), width-20, y(v))
		text(plotLeft-8, y(v)+4, "end", fmt.Sprintf("%.0f", v))
	}
	for i, b := range bars {
		left := float64(plotLeft + groupWidth*i + (groupWidth-2*barWidth)/2)
		rect := func(x, ratio, ms float64, colour string) {
			fmt.Fprintf(&s, `<rect x="%.0f" y="%.1f" width="%d" height="%.1f" fill="%s"/>`+"\n", x, y(ratio), barWidth-4, y(0)-y(ratio), colour)
			text(x+barWidth/2-2, y(ratio)-5, "middle", number(ms)+" ms")
		}
		rect(left, 1, b.floor, "#8a9ba8")
		rect(left+barWidth, b.ours/b.floor, b.ours, "#1f5a99")
		if b.aim > 0 {
			fmt.Fprintf(&s, `<line x1="%.0f" y1="%.1f" x2="%.0f" y2="%.1f" stroke="#b3261e" stroke-width="2"/>`+"\n", left-6, y(b.aim), left+2*barWidth+2, y(b.aim))
		}
		middle := left + barWidth
		text(middle, y(0)+18, "middle", fmt.Sprintf("%d %s", b.peers, plural(b.peers)))
		text(middle, y(0)+36, "middle", fmt.Sprintf("%.2f times", b.ours/b.floor))
	}
	fmt.Fprint(&s, "</svg>\n")
	return s.String()
}

func plural(peers int) string {
	if peers == 1 {
		return "peer"
	}
	return "peers"
}
