package text

import (
	"strings"
	"testing"
	"time"

	"forthwith/schema"
)

// TestArabicTextOnOtherPages stands by itself and turns nothing around it.
func TestArabicTextOnOtherPages(t *testing.T) {
	m := notification(schema.Live)
	m.Body.(*schema.Notification).Facility.Name = "محطة 2"
	page, err := Page(m, Reader{})
	if err != nil || !strings.Contains(page, "\u2068“محطة 2”\u2069") && !strings.Contains(page, "“\u2068محطة 2\u2069”") {
		t.Errorf("%v: the name is not isolated:\n%s", err, page)
	}
}

func TestTimesAreInUTCAndTheReadersZone(t *testing.T) {
	kolkata := time.FixedZone("", 5*3600+1800)
	for _, tt := range []struct {
		lang, at string
		zone     *time.Location
		want     string
	}{
		{"en", "2026-11-23T06:41:00Z", zone, "23 November 2026 06:41 UTC (Monday 07:41 in your time zone, UTC+01:00)"},
		{"en", "2026-11-23T23:41:30Z", kolkata, "23 November 2026 23:41:30 UTC (Tuesday 24 November 2026 05:11:30 in your time zone, UTC+05:30)"},
		{"en", "2026-11-23T06:41:00Z", time.UTC, "23 November 2026 06:41 UTC (Monday)"},
		{"fr", "2026-11-23T06:41:00Z", zone, "23 novembre 2026, 06:41 UTC (lundi 07:41 dans votre fuseau horaire, UTC+01:00)"},
		{"es", "2026-11-23T06:41:00Z", zone, "23 de noviembre de 2026, 06:41 UTC (lunes 07:41 en su zona horaria, UTC+01:00)"},
		{"ru", "2026-11-23T06:41:00Z", zone, "23 ноября 2026 г., 06:41 UTC (понедельник, 07:41 по вашему времени, UTC+01:00)"},
		{"zh", "2026-11-23T06:41:00Z", zone, "2026年11月23日06:41 UTC（您所在时区：星期一07:41，UTC+01:00）"},
		{"ar", "2026-11-23T06:41:00Z", zone, "23 تشرين الثاني/نوفمبر 2026، 06:41 UTC (الاثنين 07:41 بتوقيتكم، UTC+01:00)"},
	} {
		v := &voice{catalogue: catalogueOf(t, tt.lang), zone: tt.zone}
		got := strings.NewReplacer(string(fsi), "", string(pdi), "", nbsp, " ").Replace(moment{at: schema.Time(tt.at).Std()}.words(v))
		if got != tt.want {
			t.Errorf("%s in %s: %q, want %q", tt.at, tt.zone, got, tt.want)
		}
	}
}

func TestUnknownZeroAndTooLittleAreThreeThings(t *testing.T) {
	for _, lang := range Languages {
		v := &voice{catalogue: catalogueOf(t, lang), zone: zone}
		zero := amount{Value: 0, Unit: "Bq/m3"}.words(v)
		below := amount{Value: 0.2, Unit: "Bq/m3", Qualifier: schema.BelowDetection}.words(v)
		unknown := absent(keyAmountUnknown).words(v)
		if zero == below || below == unknown || strings.Contains(unknown, "0") || !strings.Contains(below, "0") || !strings.ContainsAny(zero, "0") {
			t.Errorf("%s: zero %q, below %q, unknown %q", lang, zero, below, unknown)
		}
		page, err := Page(information(schema.Live), Reader{Language: lang, Zone: zone})
		if err != nil {
			t.Fatal(err)
		}
		flat := oneLine(page)
		for _, k := range []key{keyAmountUnknown, keyNotYetAvailable, keyNotRepeated} {
			if want := v.text(k); lang != "zh" && !strings.Contains(flat, want) {
				t.Errorf("%s lacks %q\n%s", lang, want, page)
			}
		}
	}
}

func TestQuantitiesInWords(t *testing.T) {
	for _, tt := range []struct {
		lang string
		q    schema.Quantity
		want string
	}{
		{"en", schema.Quantity{Value: 12.5, Unit: "uSv/h"}, "12.5 µSv/h"},
		{"fr", schema.Quantity{Value: 12.5, Unit: "uSv/h"}, "12,5 µSv/h"},
		{"ru", schema.Quantity{Value: 12.5, Unit: "uSv/h"}, "12,5 мкЗв/ч"},
		{"en", schema.Quantity{Value: 1.2e15, Unit: "Bq", Qualifier: schema.About}, "about 1.2 × 10^15 Bq"},
		{"en", schema.Quantity{Value: -3e-7, Unit: "m"}, "-3 × 10^-7 m"},
		{"en", schema.Quantity{Value: 9999999, Unit: "Bq"}, "9999999 Bq"},
		{"en", schema.Quantity{Value: 0, Unit: "Cel"}, "0 °C"},
		{"en", schema.Quantity{Value: 4, Unit: "Bq.s/m3", Uncertainty: &schema.Uncertainty{Value: 10, Type: "%", Unit: "%"}}, "4 Bq·s/m³, uncertainty 10 % (%)"},
		{"en", schema.Quantity{Value: 4, Unit: "furlong"}, "4 “furlong”"},
		{"en", schema.Quantity{Value: 4, Unit: "m", Qualifier: "perhaps"}, "4 m “perhaps”"},
	} {
		v := &voice{catalogue: catalogueOf(t, tt.lang), zone: zone}
		if got := strings.ReplaceAll(amount(tt.q).words(v), nbsp, " "); got != tt.want {
			t.Errorf("%+v in %s: %q, want %q", tt.q, tt.lang, got, tt.want)
		}
	}
	v := &voice{catalogue: catalogueOf(t, "en"), zone: zone}
	for degrees, want := range map[float64]string{0: "0° (north)", 240: "240° (west-south-west)", 348.7: "348.7° (north-north-west)", 349: "349° (north)"} {
		if got := (bearing{Value: degrees, Unit: "deg"}).words(v); got != want {
			t.Errorf("%v: %q, want %q", degrees, got, want)
		}
	}
}

func TestPartiesAreNamedWhereStatesAgreeOnTheName(t *testing.T) {
	v := &voice{catalogue: catalogueOf(t, "en"), zone: zone}
	for p, want := range map[schema.Party]string{"DE": "Germany (DE)", "MK": "North Macedonia (MK)", "XA": "XA", "TW": "TW", "ZZ": "ZZ", "QM": "QM", "IAEA": "International Atomic Energy Agency (IAEA)", "nowhere": "“nowhere”"} {
		if got := place(p).words(v); got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
}
