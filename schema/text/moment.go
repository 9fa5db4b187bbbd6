package text

import (
	"fmt"
	"strings"
	"time"

	"forthwith/schema"
)

// moment is a time of the world or of a machine: UTC, and what the reader's clock
// shows. raw is as written, of one that is no time.
type moment struct {
	at  time.Time
	raw string
}

func (m moment) words(v *voice) string {
	if m.at.IsZero() {
		return phrase(m.raw).words(v)
	}
	utc, local := m.at.UTC(), m.at.In(v.zone)
	k := keyTime
	if _, off := local.Zone(); off == 0 {
		k = keyTimeUTC
	}
	day := v.weekday(local, utc)
	if v.spoken {
		k = map[key]key{keyTime: keySayTime, keyTimeUTC: keySayTimeUTC}[k]
		return v.text(k, "date", v.date(utc), "hour", v.digits(utc.Format("15")), "minute", v.digits(utc.Format("04")),
			"weekday", day, "localhour", v.digits(local.Format("15")), "localminute", v.digits(local.Format("04")))
	}
	return v.text(k, "date", v.date(utc), "clock", clock(utc)+nbsp+"UTC", "weekday", day, "local", clock(local), "offset", "UTC"+local.Format("-07:00"))
}

// brief is the moment within a line that has more to say.
func (m moment) brief(v *voice) string {
	if m.at.IsZero() || v.spoken {
		return m.words(v)
	}
	utc, local := m.at.UTC(), m.at.In(v.zone)
	if _, off := local.Zone(); off == 0 {
		return v.text(keyDay, "date", v.date(utc), "clock", clock(utc)+nbsp+"UTC")
	}
	return v.text(keyTimeBrief, "date", v.date(utc), "clock", clock(utc)+nbsp+"UTC", "weekday", v.weekday(local, utc), "local", clock(local))
}

// weekday is the day on the reader's calendar, with the date where it is another.
func (v *voice) weekday(local, utc time.Time) string {
	day := v.text(key("weekday." + strings.ToLower(local.Weekday().String()[:3])))
	if local.YearDay() != utc.YearDay() && !v.spoken {
		day += " " + v.date(local)
	}
	return day
}

// clock leaves out seconds that nobody gave.
func clock(t time.Time) string {
	if t.Second() != 0 {
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

func (v *voice) date(t time.Time) string {
	day, year := fmt.Sprint(t.Day()), t.Format("2006")
	if v.spoken {
		day, year = v.digits(day), v.digits(year)
	}
	return v.text(keyDate, "day", day, "month", v.text(key("month."+t.Format("01"))), "year", year)
}

// occurred is when it happened, and whether that is an estimate.
type occurred schema.Occurred

func (o occurred) words(v *voice) string {
	s := moment{o.At.Std(), string(o.At)}.words(v)
	if o.Estimated {
		return v.text(keyEstimated, "time", s)
	}
	return s
}

// spell says letters by the international spelling alphabet, digits one by one.
// It is the same in every language: the other end may have another.
func (v *voice) spell(s string) string {
	var said []string
	for _, r := range strings.ToUpper(s) {
		switch {
		case r >= 'A' && r <= 'Z':
			said = append(said, letters[r-'A'])
		case r == '-':
			said = append(said, v.text(keySayDash)+",")
		case r == '.':
			said = append(said, v.text(keySayPoint))
		case r == '/':
			said = append(said, v.text(keySaySlash))
		case r == '+':
			said = append(said, v.text(keySayPlus))
		case r == ' ':
		default:
			said = append(said, string(r))
		}
	}
	return strings.Join(said, " ")
}

// letters is the spelling alphabet of the ICAO and the ITU.
var letters = strings.Fields("Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu")
