package console

func (c *call) draftPage() (string, string, any, error) {
	d, err := c.getDraft()
	if err != nil {
		return "", "", nil, err
	}
	v := d.(DraftView)
	f := facts{Title: string(v.Message.Header.Kind)}
	for _, a := range article5 {
		f.Items = append(f.Items, fact{Letter: a.letter, Name: a.name, Text: "not said in this message", Missing: true})
	}
	f.take(v.Message.Body)
	wanted := ""
	if w := v.Message.Header.Wanted; w != nil {
		wanted = rungs[w.Rung] + " by " + c.day(w.By)
	}
	return "draft", "What they will see", struct {
		DraftView
		Facts  facts
		Wanted string
	}{v, f, wanted}, nil
}
