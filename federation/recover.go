package federation

import (
	"context"

	"forthwith/notify"
)

// recover asks the party for what it holds of ours, where our journal was
// damaged, until it has given all; then that is recorded, and never done again
// in this epoch. It does so for every damage that the party was not told of: each
// names its own place in an epoch behind which the party owes us again.
func (c *courier) recover(ctx context.Context) error {
	for _, b := range c.g.tracker.Untold(c.party) {
		c.recoverFrom(ctx, b)
	}
	return nil
}

func (c *courier) recoverFrom(ctx context.Context, b notify.Break) {
	for given, failures := 0, 0; ctx.Err() == nil; {
		done, err := c.fetch(ctx, b, given)
		switch {
		case done:
			c.g.log.Info("a peer has given back what it holds of ours", "party", c.party, "epoch", b.Epoch, "messages", given)
			return
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
}

// fetch asks for the next message of ours; done says that there was none.
func (c *courier) fetch(ctx context.Context, b notify.Break, given int) (done bool, err error) {
	start, err := c.g.journal.Read(ctx, b.Epoch, 1)
	if err != nil {
		return false, err
	}
	request, err := c.g.intake.Fetch(start.Data, given)
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
