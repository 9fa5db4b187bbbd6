package console

import (
	"forthwith/schema"
)

// What the buttons of pages do, and where each leads.

func (c *call) postAcknowledge() (string, error) {
	rung := schema.Rung(c.r.PostFormValue("rung"))
	if rung == "" {
		rung = schema.RungAcknowledged
	}
	out, err := c.desk().Acknowledge(c.ctx(), c.officer, "", schema.MessageID(c.id()), rung, c.r.PostFormValue("remark"), c.node.Now())
	if err != nil {
		return "", err
	}
	if out.Event == "" {
		return "/", nil
	}
	return "/events/" + string(out.Event), nil
}

func (c *call) postWithdraw() (string, error) {
	id := schema.EventID(c.id())
	_, err := c.desk().Withdraw(c.ctx(), c.officer, "", id, c.r.PostFormValue("reason"), c.node.Now())
	return "/events/" + string(id), err
}

func (c *call) postApprove() (string, error) {
	out, err := c.desk().Approve(c.ctx(), c.officer, schema.MessageID(c.id()), c.node.Now())
	if err != nil || out.Event == "" {
		return "/", err
	}
	return "/events/" + string(out.Event), nil
}

func (c *call) postNote() (string, error) {
	return "/", c.desk().Note(c.ctx(), c.officer, c.r.PostFormValue("about"), c.r.PostFormValue("text"), c.node.Now())
}

func (c *call) postEnter() (string, error) {
	if err := c.inExercise(); err != nil {
		return "", err
	}
	_, err := c.desk().EnterExercise(c.ctx(), c.officer, "", schema.ExerciseID(c.id()), c.node.Now())
	return "/exercises", err
}
