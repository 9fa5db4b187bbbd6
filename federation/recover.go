package federation

import "context"

// recover asks the party for what it holds of ours, where our journal was
// damaged, until it has given all; then that is recorded, and never done again
// in this epoch.
func (c *courier) recover(ctx context.Context) error {
	b, broken := c.g.tracker.Broken()
	if _, done := b.Fetched[c.party]; !broken || done {
		return nil
	}
	for given, failures := 0, 0; ctx.Err() == nil; {
		done, err := c.fetch(ctx, given)
		switch {
		case done:
			c.g.log.Info("a peer has given back what it holds of ours", "party", c.party, "messages", given)
			return nil
		case err == nil:
			given, failures = given+1, 0
			continue
		}
		c.g.log.Debug("fetch what a peer holds of ours", "party", c.party, "error", err)
		select {
		case <-c.g.clock.After(jitter(backoff(failures))):
			failures++
		case <-ctx.Done():
		}
	}
	return nil
}

// fetch asks for the next message of ours; done says that there was none.
func (c *courier) fetch(ctx context.Context, given int) (done bool, err error) {
	start, err := c.g.start(ctx)
	if err != nil {
		return false, err
	}
	request, err := c.g.intake.Fetch(start, given)
	if err != nil {
		return false, err
	}
	conn, err := c.connect(ctx)
	if err != nil {
		return false, err
	}
	reply, err := c.ask(ctx, conn, request.Marshal())
	if err != nil {
		return false, err
	}
	return c.g.intake.TakeBack(ctx, c.party, reply, c.g.clock.Now())
}
